"""From options to a binding: the dates, the event, the definitions; an enterprise by its code or name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from peiyu.cli.commands.packs import registry_of, with_used
from peiyu.cli.options import pairs
from peiyu.facts.base import FactBase
from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.resolve import snapshot
from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.condition.parse import parse
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.pack.model import Event, Pack
from peiyu.problems import Problem, Text, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Packs and a selection; binds them, for any day."""

    words: tuple[str, ...]
    packs: Mapping[str, Pack]
    selection: Selection

    def bound(self, selection: Selection | None = None) -> Binding:
        return bind(self.packs, self.words, selection or self.selection)

    def at(self, day: dt.date) -> Binding:
        return self.bound(replace(self.selection, as_of=day, known_at=day, rules_at=day))


def asked_for(words: tuple[str, ...], folders: tuple[Path, ...], selection: Selection) -> Asked:
    """The packs behind `words` (packs, ladders, `pack.tier`), loaded with all that they use."""
    registry = registry_of(folders)
    names = dict.fromkeys(word if "/" in word or word in registry.ids() else word.partition(".")[0] for word in words)
    packs = with_used(names, registry)
    return Asked(words=tuple(_id_of(word, packs) for word in words), packs=packs, selection=selection)


def _id_of(word: str, packs: Mapping[str, Pack]) -> str:
    """A folder given as a pack is known by the pack's id."""
    return next((id_ for id_, pack in packs.items() if "/" in word and Path(pack.folder) == Path(word)), word)


def selection_of(
    *, as_of: dt.date, known_at: dt.date | None, rules_at: dt.date | None, event: Event, define: tuple[str, ...],
    no_stand_ins: bool, set_: tuple[str, ...] = (),
) -> Selection:  # fmt: skip
    """The options of `dated` (and --set) as a Selection."""
    parameters = {key: parse(value) for key, value in pairs(set_, "--set").items()}
    return Selection(
        as_of=as_of, known_at=known_at or as_of, rules_at=rules_at or as_of, event=event,
        define=pairs(define, "--define"), parameters=parameters, stand_ins=not no_stand_ins,
    )  # fmt: skip


DATED = ("as_of", "known_at", "rules_at", "event", "define", "no_stand_ins")


def dates_in(options: dict[str, Any]) -> Selection:
    """Takes the options of `dated` out of a command's options."""
    return selection_of(**{name: options.pop(name) for name in DATED})


def open_base(folder: Path, binding: Binding) -> FactBase:
    return FactBase.open(folder).with_fields(binding.fields.values())


def enterprise_in(base: FactBase, word: str, binding: Binding) -> Snapshot:
    """One enterprise of a base by code, or by its whole name. UsageError where several bear the name; FactsError
    where none does."""
    key = key_by_name(base, word, binding)
    return snapshot(base, enterprise_key(parse_code(word)) if key is None else key, view_of(binding))


def key_by_name(base: FactBase, word: str, binding: Binding) -> int | None:
    """The key of the one enterprise with this name; None where no enterprise bears it."""
    view, found = view_of(binding), set()
    for bucket in range(base.bucket_count):
        rows = base.scan("enterprise", bucket, view, ["name"]).collect()
        found |= {key for key, name in rows.iter_rows() if name == word}
    if len(found) > 1:
        raise UsageError(
            Problem(
                "name-of-many", Text("同名企业不止一家，请用代码", "several enterprises bear this name: use the code"),
                found=word,
            )
        )  # fmt: skip
    return found.pop() if found else None
