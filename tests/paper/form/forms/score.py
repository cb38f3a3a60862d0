"""How the proposals compare with the keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.paper.form.forms.corpus import offers_of
from tests.paper.form.forms.layout import Written

from peiyu.paper.form.headers.cells import listed
from peiyu.paper.form.offer import Meaning, Offer
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.propose.propose import Proposal, propose
from peiyu.paper.form.units import plain_unit, size_of


@dataclass(frozen=True, kw_only=True)
class Score:
    """Cells of a form by what became of them.

    right: the meaning of the key, certain or likely; right_certain: of these the certain ones. asked: it has a meaning
    and was asked about; candidates: of these those whose candidate was the key's. kept_open: it has none that the
    register knows, and was asked about or left. wrong: another meaning than the key's, or one where there is none;
    wrong_certain: of these the certain ones. unseen: not found as a cell to be filled. extra: proposed where the key
    has no cell.
    """

    form: str
    right: int = 0
    right_certain: int = 0
    asked: int = 0
    candidates: int = 0
    kept_open: int = 0
    wrong: int = 0
    wrong_certain: int = 0
    unseen: int = 0
    extra: int = 0
    lists: bool = True
    faults: tuple[str, ...] = ()

    @property
    def cells(self) -> int:
        return self.right + self.asked + self.kept_open + self.wrong + self.unseen


def alike(one: Meaning | None, other: Meaning | None, offers: Mapping[str, Offer]) -> bool:
    """Whether two meanings give the same number: of a target of one year its total is what the year brought."""
    return _plain(one, offers) == _plain(other, offers)


def _plain(one: Meaning | None, offers: Mapping[str, Offer]) -> Meaning | None:
    if one is None:
        return None
    years = offers[one.code].years if one.code in offers else None
    measure = "total" if one.measure == "year" and years is not None and years[0] == years[1] else one.measure
    unit = "" if size_of(one.unit) == 1 else plain_unit(one.unit)
    return replace(one, measure=measure, unit=unit)


def score(form: Written, folder: Path) -> Score:
    """One form: made, opened, proposed, compared with its key."""
    opened = open_form(form.make(folder))
    offers = offers_of(form.pack)
    by_code = {one.code: one for one in offers}
    proposals = {str(one.cell): one for one in propose(opened, offers)}
    counts = dict.fromkeys(
        ("right", "right_certain", "asked", "candidates", "kept_open", "wrong", "wrong_certain", "unseen"), 0
    )
    faults: list[str] = []
    key = form.meanings()
    for cell, meaning in key.items():
        for kind in judged(proposals.get(cell), meaning, by_code):
            counts[kind] += 1
            if kind in ("wrong", "unseen", "asked"):
                faults.append(fault(form, cell, meaning, proposals.get(cell), kind))
    extra = [cell for cell in proposals if cell not in key]
    faults += [fault(form, cell, None, proposals[cell], "extra") for cell in extra]
    return Score(
        form=form.name, extra=len(extra), lists=len(listed(opened)) == form.lists, faults=tuple(faults), **counts
    )  # type: ignore[arg-type]


def judged(one: Proposal | None, meaning: Meaning | None, offers: Mapping[str, Offer]) -> Iterable[str]:
    if one is None:
        return ("kept_open",) if meaning is None else ("unseen",)
    if one.confidence in ("certain", "likely"):
        if meaning is not None and alike(one.meaning, meaning, offers):
            return ("right", "right_certain") if one.confidence == "certain" else ("right",)
        return ("wrong", "wrong_certain") if one.confidence == "certain" else ("wrong",)
    if meaning is None:
        return ("kept_open",)
    return ("asked", "candidates") if alike(one.meaning, meaning, offers) else ("asked",)


def fault(form: Written, cell: str, meaning: Meaning | None, one: Proposal | None, kind: str) -> str:
    said = (
        "—"
        if one is None
        else f"{one.confidence} {one.meaning and one.meaning.said.zh} [{one.headers.path}] {one.why.zh}"
    )
    return f"{kind}: {form.name} {cell} key={meaning and meaning.said.zh} got {said}"


def scores(forms: Iterable[Written]) -> tuple[Score, ...]:
    with TemporaryDirectory() as folder:
        return tuple(score(one, Path(folder)) for one in forms)


def summed(found: Iterable[Score]) -> dict[str, int]:
    """The counts of several forms together."""
    names = (
        "cells",
        "right",
        "right_certain",
        "asked",
        "candidates",
        "kept_open",
        "wrong",
        "wrong_certain",
        "unseen",
        "extra",
    )
    held = tuple(found)
    return {name: sum(getattr(one, name) for one in held) for name in names} | {"forms": len(held)}
