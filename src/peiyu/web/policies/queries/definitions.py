"""Reads of definitions: their options, what is chosen, and by whom it was locked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.policy.pack.model import Pack
from peiyu.problems import Text
from peiyu.web import bridge
from peiyu.web.bridge.asking import with_used
from peiyu.web.policies.models import DefinitionLock
from peiyu.web.policies.queries.texts import standards


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """One way to read a definition."""

    key: str
    name: Text
    retrospective: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionLine:
    """A definition of a pack in use. `kind`: criteria (it decides verdicts) or indicator (it decides figures).
    `chosen`: the option that holds: locked, else the text's default; '' while it is open."""

    key: str
    pack: str
    pack_name: Text
    name: Text
    names: str
    kind: str
    options: tuple[OptionLine, ...]
    default: str
    open: bool
    cite: str
    evidence: str
    lock: DefinitionLock | None

    @property
    def local(self) -> str:
        """Its id within its pack."""
        return self.key.partition(".")[2]

    @property
    def chosen(self) -> str:
        return self.lock.option if self.lock else "" if self.open else self.default

    @property
    def chosen_name(self) -> Text:
        return next((one.name for one in self.options if one.key == self.chosen), Text("", ""))


def definitions() -> tuple[DefinitionLine, ...]:
    """Every definition of the packs by which this place works, those of the territory first."""
    held = {one.definition: one for one in DefinitionLock.objects.filter(until=None)}
    packs = with_used(bridge.packs(), standards()).values()
    ordered = sorted(packs, key=lambda pack: pack.kind != "territory")
    return tuple(line for pack in ordered for line in lines_of(pack, held))


def definition(key: str) -> DefinitionLine | None:
    """One of them."""
    return next((one for one in definitions() if one.key == key), None)


def history(key: str) -> tuple[DefinitionLock, ...]:
    """Who locked what, when and why; the latest first."""
    return tuple(DefinitionLock.objects.filter(definition=key).order_by("-at", "-pk"))


def lines_of(pack: Pack, held: dict[str, DefinitionLock]) -> Iterator[DefinitionLine]:
    """The definitions of one pack: of its latest text, and of its programme."""
    for one in pack.texts[-1].definitions.values() if pack.texts else ():
        yield DefinitionLine(
            key=one.key, pack=pack.id, pack_name=pack.name, name=one.name, names=one.names, kind="criteria",
            options=tuple(OptionLine(key=option.key, name=option.name) for option in one.options),
            default=one.locked or one.default, open=not one.default, cite=one.cite, evidence=one.evidence,
            lock=held.get(one.key),
        )  # fmt: skip
    for each in pack.programme.definitions.values() if pack.programme else ():
        options = tuple(
            OptionLine(key=option.key, name=option.name, retrospective=option.retrospective) for option in each.options
        )
        yield DefinitionLine(
            key=each.key, pack=pack.id, pack_name=pack.name, name=each.name, names=each.names, kind="indicator",
            options=options, default=each.locked or each.default, open=each.open, cite=each.cite,
            evidence=each.evidence, lock=held.get(each.key),
        )  # fmt: skip
