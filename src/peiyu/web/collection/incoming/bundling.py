"""核对意见 of a whole round as one archive: a workbook back to each sender, and a list of who gets what and why."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from peiyu.problems import PeiyuError, Text
from peiyu.web.collection.exports import archive_of, fit
from peiyu.web.collection.incoming.commenting import commented
from peiyu.web.collection.models import Arrival, Finding, Round, RoundUnit
from peiyu.web.collection.queries.answers import problem_in
from peiyu.web.collection.queries.units import hides
from peiyu.web.files import sheets
from peiyu.web.jobs.kinds import Step

LIST = Text("00 目录.xlsx", "00 list.xlsx")
HEADS = (
    Text("报送单位", "Unit"), Text("来件", "File that came"), Text("收到", "Came"), Text("错误", "Errors"),
    Text("待说明", "To explain"), Text("待处理", "Put aside"), Text("核对意见", "Workbook in this archive"),
    Text("说明", "Remark"),
)  # fmt: skip
CLEAN = Text("没有待处理的问题，不必退回", "nothing is open: nothing to send back")
ONLINE = Text("在线填报，问题标在填报页面的格子旁", "it answered in its browser: the findings stand at the cells there")
NOTHING = Text("还没有报送", "nothing came yet")
NOBODY = Text("（认不出单位）", "(nobody knows whose)")
PACKING = Text("打包核对意见", "packing the comments")
EMPTY = Text("", "")
DIFFERS = Text("与已填的不一致，待选用", "it differs from what stands: to be chosen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the list: a unit's file with what is open of it. packed: its workbook's name in the archive."""

    unit: str | Text
    came: Arrival | None
    errors: int = 0
    warnings: int = 0
    aside: int = 0
    packed: str = ""
    said: Text = EMPTY

    def cells(self, lang: str) -> list[Any]:
        """As the list shows it."""
        name, at = (
            ("", "") if self.came is None else (self.came.name, f"{timezone.localtime(self.came.at):%m-%d %H:%M}")
        )
        unit = self.unit if isinstance(self.unit, str) else self.unit.in_(lang)
        return [unit, name, at, self.errors, self.warnings, self.aside, self.packed, self.said.in_(lang)]


def pack(step: Step) -> Mapping[str, Any]:
    """Packs the archive of a round anew, whole or not at all. Gives how many workbooks there are, of how many units,
    and which units (by number)."""
    held, lang = Round.objects.get(number=step.arguments["number"]), step.arguments["lang"]
    path = archive_of(held.number)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.stem}-{step.job}.part")
    step.tell(0.0, PACKING)
    units = list(units_of(held))
    try:
        lines = list[Line]()
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as archive:  # workbooks are compressed already
            for number, unit in enumerate(units):
                step.tell(number / len(units))
                lines += _of_unit(unit, archive)
            lines += [Line(unit=NOBODY, came=one, said=_reason(one)) for one in _nobodys(held)]
            archive.writestr(LIST.in_(lang), _listed(held, lines, lang))
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    packed = [one for one in lines if one.packed]
    return {"files": len(packed), "units": len({one.unit for one in packed}), "senders": [one.pk for one in units],
            "address": f"/collection/{held.number}/arrivals/"}  # fmt: skip


def units_of(held: Round) -> QuerySet[RoundUnit]:
    """Those whose workbooks go into the archive of a round; what became confidential is answered apart."""
    found = RoundUnit.objects.filter(round=held).exclude(hides("enterprise"))
    return found.select_related("round", "organisation").prefetch_related("arrivals").order_by("name", "pk")


def _of_unit(unit: RoundUnit, archive: zipfile.ZipFile) -> Iterator[Line]:
    """The lines of a unit; its workbooks go into the archive: the last one that came, and those that wait."""
    came = [one for one in unit.arrivals.all() if one.file and one.state != "dropped"]
    found = _open(unit)
    if not found and not any(one.state in ("aside", "refused") for one in came):
        yield Line(unit=unit.name, came=came[0] if came else None, said=CLEAN if unit.done else NOTHING)
        return
    if not came:
        yield Line(unit=unit.name, came=None, errors=found["error"], warnings=found["warning"], said=ONLINE)
    for place, one in enumerate(came):
        if place and one.state not in ("aside", "refused"):
            continue
        counts = {"errors": found["error"], "warnings": found["warning"]} if place == 0 else {}
        waits = len(one.account.get("aside", ())) + len(one.account.get("conflicts", ()))
        name, said = _packed(unit, one, archive)
        yield Line(unit=unit.name, came=one, aside=waits, packed=name, said=said, **counts)


def _open(unit: RoundUnit) -> Counter[str]:
    """How many errors, and warnings without a sentence."""
    found = Finding.objects.filter(unit=unit).order_by().values_list("level", "explanation")
    return Counter(level for level, explanation in found if level == "error" or not explanation)


def _packed(unit: RoundUnit, came: Arrival, archive: zipfile.ZipFile) -> tuple[str, Text]:
    """The workbook with its comments into the archive: its name there; or why there is none."""
    try:
        path, name = commented(unit, came)
    except PeiyuError as error:
        return "", error.problems[0].message
    stem = fit(f"{unit.name} {name.removesuffix('.xlsx')}")
    taken = set(archive.namelist())
    name = f"{stem}.xlsx" if f"{stem}.xlsx" not in taken else f"{stem} {came.pk}.xlsx"
    try:
        archive.write(path, name)
    finally:
        path.unlink(missing_ok=True)
    return name, _reason(came) if came.state != "merged" else EMPTY


def _nobodys(held: Round) -> QuerySet[Arrival]:
    """Files of a round that nobody could be found for, so that their senders hear of it too."""
    return Arrival.objects.filter(round=held, unit=None, state__in=("aside", "refused")).order_by("name")


def _reason(came: Arrival) -> Text:
    """Why a file waits, and what is to be done about it."""
    told = [problem_in(one) for one in (*(one["problem"] for one in came.account.get("aside", ())), *came.problems)]
    if not told:
        return (
            Text("与已填的不一致，待选用", "it differs from what stands: to be chosen")
            if came.unit_id
            else Text("", "")
        )
    first = told[0]
    if first.next_step is None:
        return first.message
    return Text(f"{first.message.zh}；请：{first.next_step.zh}", f"{first.message.en}; next: {first.next_step.en}")


def _listed(held: Round, lines: Iterable[Line], lang: str) -> bytes:
    made = io.BytesIO()
    lead = [held.title, Text("核对意见目录，逐件发回报送单位", "what goes back to whom").in_(lang)]
    if held.made_up:
        lead.append(Text("虚构数据", "Made-up data").in_(lang))
    sheets.write(made, lead, [one.in_(lang) for one in HEADS], [one.cells(lang) for one in lines])
    return made.getvalue()
