"""From options to a binding: the dates, the event, the definitions; an enterprise by its code or name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from peiyu.cli.commands.packs import registry_of, with_used
from peiyu.cli.options import pairs
from peiyu.cli.say import Voice
from peiyu.facts.base import FactBase
from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.register import find
from peiyu.facts.resolve import snapshot
from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.parse import parse
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.pack.model import Event, Pack
from peiyu.problems import FactsError, Level, PackError, Problem, Text, UsageError, Where


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


def asked_to_count(word: str, folders: tuple[Path, ...], selection: Selection) -> Asked:
    """The territory's pack behind `word`, to be counted. PackError where a goal cannot be met or a clause is not there:
    that is said, and nothing counted."""
    from peiyu.policy.pack.checks import check_goals

    asked = asked_for((word,), folders, selection)
    pack = asked.packs.get(asked.words[0])
    faults = () if pack is None else tuple(one for one in check_goals(pack) if one.level is Level.ERROR)
    if faults:
        raise PackError(*faults)
    return asked


def _id_of(word: str, packs: Mapping[str, Pack]) -> str:
    """A pack given by its folder is known by its id, which need not be the folder's name."""
    head, dot, rest = (word, "", "") if "/" in word else word.partition(".")
    if head in packs:
        return word
    id_ = next((one for one, pack in packs.items() if _lies_at(pack, head)), None)
    return word if id_ is None else f"{id_}{dot}{rest}"


def _lies_at(pack: Pack, place: str) -> bool:
    folder = Path(pack.folder)
    return folder == Path(place) if "/" in place else folder.name == place


def selection_of(
    *, as_of: dt.date, known_at: dt.date | None, rules_at: dt.date | None, event: Event, define: tuple[str, ...],
    no_stand_ins: bool, set_: tuple[str, ...] = (),
) -> Selection:  # fmt: skip
    """The options of `dated` (and --set) as a Selection."""
    parameters = parameters_in(set_)
    return Selection(
        as_of=as_of, known_at=known_at or as_of, rules_at=rules_at or as_of, event=event,
        define=pairs(define, "--define"), parameters=parameters, stand_ins=not no_stand_ins,
    )  # fmt: skip


def parameters_in(set_: tuple[str, ...]) -> dict[str, Expr]:
    """The values of --set. UsageError naming the option that cannot be read."""
    return {key: _value(key, value) for key, value in pairs(set_, "--set").items()}


def _value(key: str, value: str) -> Expr:
    try:
        return parse(value)
    except PackError as fault:
        raise UsageError(*(replace(one, where=Where(f"--set {key}={value}")) for one in fault.problems)) from fault


DATED = ("as_of", "known_at", "rules_at", "event", "define", "no_stand_ins")


def dates_in(options: dict[str, Any]) -> Selection:
    """Takes the options of `dated` out of a command's options."""
    return selection_of(**{name: options.pop(name) for name in DATED})


def open_base(folder: Path, binding: Binding, voice: Voice) -> FactBase:
    """The fact base with the packs' own fields; warns where nothing in it is known yet on the selection's day."""
    base = FactBase.open(folder).with_fields(binding.fields.values())
    known_at, first = binding.selection.known_at, base.first_known()
    if first is None or first > known_at:
        voice.problems((_nothing_known(folder, known_at, first),))
    return base


def _nothing_known(folder: Path, known_at: dt.date, first: dt.date | None) -> Problem:
    if first is None:
        return Problem("no-enterprise", Text("数据库里没有企业", "the fact base has no enterprise"), Where(str(folder)),
                       Level.WARNING, next_step=Text("先载入台账", "load a ledger first"))  # fmt: skip
    return Problem(
        "nothing-known-yet",
        Text("到这一天还没有得知任何数据，没有企业可判", "nothing was known yet on that day: there is no enterprise"),
        Where(str(folder)), Level.WARNING, f"{known_at}",
        Text(f"{first} 及以后的日期", f"{first} or later"),
        Text("改 --as-of，或加 --known-at", "change --as-of, or add --known-at"),
    )  # fmt: skip


def enterprise_in(base: FactBase, word: str, binding: Binding) -> Snapshot:
    """One enterprise of a base by code, or by its whole name. UsageError where several bear the name; FactsError
    where none does."""
    key = key_by_name(base, word, binding)
    if key is None:
        try:
            key = enterprise_key(parse_code(word))
        except FactsError as fault:
            if any(problem.code != "code-form" for problem in fault.problems):
                raise
            raise _no_such_enterprise(base, word) from fault
    return snapshot(base, key, view_of(binding))


def _no_such_enterprise(base: FactBase, word: str) -> FactsError:
    """Neither a code nor a name that is known on the day; names that contain the word are told."""
    near = [one.name or one.code for one in find(base, word, limit=5)]
    names = Text("、".join(near), ", ".join(near)) if near else Text("代码或企业全称", "a code or a whole name")
    return FactsError(
        Problem(
            "no-such-enterprise",
            Text("到这一天没有这个代码或名称的企业", "no enterprise of this code or name is known on that day"),
            Where(str(base.path)), found=word, accepted=names,
            next_step=Text("核对代码、名称和日期", "check the code, the name and the date"),
        )
    )  # fmt: skip


def key_by_name(base: FactBase, word: str, binding: Binding) -> int | None:
    """The key of the one enterprise with this name; None where no enterprise bears it."""
    view, found = view_of(binding), set()
    with base.reading():
        for bucket in range(base.bucket_count):
            rows = base.scan("enterprise", bucket, view, ["name"]).collect()
            found |= {key for key, name in rows.iter_rows() if name == word}
    if len(found) > 1:
        raise UsageError(
            Problem(
                "name-of-many", Text("同名企业不止一家", "several enterprises bear this name"),
                found=word, accepted=Text("企业代码", "an enterprise's code"),
                next_step=Text("改用代码", "use the code"),
            )
        )  # fmt: skip
    return found.pop() if found else None
