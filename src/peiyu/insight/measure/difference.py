"""Two ways of counting one indicator, enterprise by enterprise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peiyu.insight.figures import Figure, Measured, Record
from peiyu.insight.measure.opening import open_figure
from peiyu.problems import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """An enterprise (0: the territory) that the two ways count differently: its records under each."""

    enterprise: int
    code: str
    name: str
    one: tuple[Record, ...]
    other: tuple[Record, ...]

    @property
    def said(self) -> Text:
        """How many things it counts under each, as certain + possible."""
        one, other = _counted(self.one), _counted(self.other)
        return Text(f"{one.zh} → {other.zh}", f"{one.en} → {other.en}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureDifference:
    """One figure under two selections of definitions; `rows`: the enterprises that differ, by name."""

    key: str
    one: Figure
    other: Figure
    chosen_one: Text
    chosen_other: Text
    rows: tuple[DifferenceRow, ...]


def difference(one: Measured, other: Measured, key: str) -> FigureDifference:
    """An indicator or target, measured twice under other definitions. Confidential enterprises stand in no row.
    UsageError as `open_figure`."""
    first, second = _by_firm(open_figure(one, key)), _by_firm(open_figure(other, key))
    rows = []
    for enterprise in {**first, **second}:
        before, after = first.get(enterprise, ()), second.get(enterprise, ())
        if _tally(before) != _tally(after):
            known = (*before, *after)[0]
            rows.append(DifferenceRow(enterprise=enterprise, code=known.code, name=known.name, one=before, other=after))
    return FigureDifference(
        key=key, one=_figure(one, key), other=_figure(other, key), chosen_one=_chosen(one), chosen_other=_chosen(other),
        rows=tuple(sorted(rows, key=lambda row: (row.name, row.enterprise))),
    )  # fmt: skip


def _by_firm(records: Iterable[Record]) -> dict[int, tuple[Record, ...]]:
    found: dict[int, tuple[Record, ...]] = {}
    for one in records:
        found[one.enterprise] = (*found.get(one.enterprise, ()), one)
    return found


def _tally(records: tuple[Record, ...]) -> tuple[int, int]:
    certain = sum(one.certain for one in records)
    return certain, len(records) - certain


def _counted(records: tuple[Record, ...]) -> Text:
    certain, possible = _tally(records)
    if possible == 0:
        return Text(f"{certain}", f"{certain}")
    return Text(f"{certain}（另可能{possible}）", f"{certain} (and {possible} possible)")


def _figure(measured: Measured, key: str) -> Figure:
    local = key.removeprefix("target:")
    return measured.figures[key] if key in measured.figures else measured.targets[local].figure


def _chosen(measured: Measured) -> Text:
    said = measured.chosen_said.values()
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said))
