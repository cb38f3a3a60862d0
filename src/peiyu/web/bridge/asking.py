"""From what is asked to a binding: words, dates, options, and the day of the office where nothing else is said."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.condition.parse import parse
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.model import Event, Pack
from peiyu.web import clock
from peiyu.web.bridge.office import office
from peiyu.web.bridge.registry import packs
from peiyu.web.enterprises.queries.sources import precedence

MOST_BINDINGS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Words (packs, ladders, `pack.tier`), the selection, and the hashes of drafts that are read before what holds.
    `locked`: the office's locked options stand where the selection names none."""

    words: tuple[str, ...]
    selection: Selection
    drafts: tuple[str, ...] = ()
    locked: bool = True

    @property
    def registry(self) -> PackRegistry:
        return packs(*self.drafts)

    def bound(self) -> Binding:
        """The binding. UsageError, PackError as `policy.compile.bind`."""
        return self.bound_to(self.selection)

    def at(self, day: dt.date) -> Binding:
        """The binding with every date moved to a day: the rules of a path."""
        return self.bound_to(replace(self.selection, as_of=day, known_at=day, rules_at=day))

    def bound_to(self, selection: Selection) -> Binding:
        return _bound(self.registry, self.words, selection, office().locked() if self.locked else {})


def asked(
    *words: str, day: dt.date | None = None, known_at: dt.date | None = None, rules_at: dt.date | None = None,
    event: Event = "new", define: Mapping[str, str] | None = None, parameters: Mapping[str, str] | None = None,
    stand_ins: bool = True, drafts: Sequence[str] = (),
) -> Asked:  # fmt: skip
    """What a page asks for: as of the office's today unless a day is given. `parameters`: key → a value as conditions
    write it (`60分`). PackError where one cannot be read."""
    as_of = day or clock.today()
    selection = Selection(
        as_of=as_of, known_at=known_at or as_of, rules_at=rules_at or as_of, event=event, define=dict(define or {}),
        parameters={key: parse(value) for key, value in (parameters or {}).items()}, stand_ins=stand_ins,
        precedence=precedence(),
    )  # fmt: skip
    return Asked(words=words, selection=selection, drafts=tuple(drafts))


def with_used(registry: PackRegistry, words: Sequence[str]) -> dict[str, Pack]:
    """The packs behind words and every pack that these use, by id. PackError with every problem."""
    found: dict[str, Pack] = {}
    pending = [word.partition(".")[0] for word in words]
    while pending:
        id_ = pending.pop(0)
        if id_ not in found:
            found[id_] = load_pack(id_, registry=registry)
            pending += found[id_].uses
    return found


_kept: OrderedDict[object, Binding] = OrderedDict()


def _bound(registry: PackRegistry, words: tuple[str, ...], selection: Selection, locks: Mapping[str, str]) -> Binding:
    """Bindings are kept: a page asks for the same one again and again, and a registry's texts never change."""
    key = (registry.folders, words, _said(selection), tuple(sorted(locks.items())))
    found = _kept.get(key)
    if found is None:
        found = _with_locks(registry, words, selection, locks)
        _kept[key] = found
        while len(_kept) > MOST_BINDINGS:
            _kept.popitem(last=False)
    return found


def _with_locks(
    registry: PackRegistry, words: tuple[str, ...], selection: Selection, locks: Mapping[str, str]
) -> Binding:
    """The locked options of the packs that the words reach; those of others do not concern them."""
    plain = bind(registry, words, selection)
    reached = set(plain.pack_hashes)
    reached |= {used for id_ in plain.pack_hashes for used in load_pack(id_, registry=registry).uses}
    fitting = {key: option for key, option in locks.items() if key.partition(".")[0] in reached}
    define = {**fitting, **selection.define}
    return plain if define == selection.define else bind(registry, words, replace(selection, define=define))


def _said(one: Selection) -> tuple[object, ...]:
    """Everything of a selection, as it can be hashed."""
    return (
        one.as_of, one.known_at, one.rules_at, one.event, tuple(sorted(one.define.items())),
        tuple(sorted((key, repr(value)) for key, value in one.parameters.items())), one.stand_ins, one.precedence,
    )  # fmt: skip
