"""The files of a run: pages bound for printing, the lists as a workbook, and all of it park by park in one zip."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from peiyu.paper.checkup.survey import Looked
from peiyu.paper.page.html import PageWriter
from peiyu.paper.values import Firm
from peiyu.paper.workbook import write_workbook
from peiyu.problems import Text
from peiyu.web.bridge.checkups import Examiner
from peiyu.web.checkups.kept import looked_of
from peiyu.web.checkups.models import CheckUp, Line, Part
from peiyu.web.checkups.printed import firm_of
from peiyu.web.checkups.queries.runs import folder_of
from peiyu.web.enterprises.models import Enterprise

SHARES_IN_VOLUME = 10
"""Shares of pages that are bound together: what a browser still prints at one go."""
PAGES, LISTS, BY_PARK = Text("体检页", "Pages"), Text("体检清单", "Lists"), Text("体检分园区", "By park")
NOWHERE = Text("未分园区", "No park")
REGISTRY = Text("企业名录", "the registry")

Written = dict[str, Any]
"""A file as it is kept: kind (volume, lists, zip), name, file, bytes."""


class Binder:
    """Writes the files of one run into its folder, each whole or not at all."""

    def __init__(self, run: CheckUp, examiner: Examiner, writer: PageWriter) -> None:
        self.run, self.examiner, self.writer = run, examiner, writer
        self.folder, self.lang, self.day = folder_of(run.pk), run.lang, f"{run.day:%Y%m%d}"

    def part(self, part: Part, shares: Sequence[str]) -> list[Written]:
        """What a park takes along; the workbook's lines lead to the pages beside it."""
        area = part.area or NOWHERE.in_(self.lang)
        volumes = self.volumes(f"{part.place}-pages", area, shares)
        page = volumes[0]["name"] if len(volumes) == 1 else ""
        return [*volumes, self.lists(f"{part.place}-lists.xlsx", area, [part], page)]

    def whole(
        self, parts: Sequence[Part], shares: Sequence[str], of_parts: Sequence[Sequence[Written]]
    ) -> list[Written]:
        """The whole run."""
        volumes = self.volumes("pages", "", shares)
        lists = self.lists("lists.xlsx", "", parts, "")
        return [*volumes, lists, self.zipped(parts, of_parts)]

    def volumes(self, stem: str, area: str, shares: Sequence[str]) -> list[Written]:
        """Pages for printing, each enterprise on a sheet of its own."""
        made = []
        for start in range(0, len(shares), SHARES_IN_VOLUME):
            number = f"-{start // SHARES_IN_VOLUME + 1}" if len(shares) > SHARES_IN_VOLUME else ""
            title = self.named(PAGES, area) + number
            articles = ((self.folder / one).read_text("utf-8") for one in shares[start : start + SHARES_IN_VOLUME])
            file = f"{stem}{number}.html"
            self.place(file).write_text(self.writer.bound(title, articles), "utf-8")
            made.append(self.written("volume", f"{title}.html", file))
        return made

    def lists(self, file: str, area: str, parts: Sequence[Part], page: str) -> Written:
        """The workbook that `peiyu checkup` gives, of some parts."""
        looked = [one for part in parts for one in self.looked(part, page)]
        report = self.examiner.report(looked, (REGISTRY.in_(self.lang), self.run.said[self.lang]))
        write_workbook(report, self.place(file), lang=self.lang)
        return self.written("lists", f"{self.named(LISTS, area)}.xlsx", file)

    def looked(self, part: Part, page: str) -> list[Looked]:
        """The enterprises of a part in their order, with their lines; those that may not be listed any more are left
        out."""
        firms: dict[int, Firm] = {}
        paged = set(part.paged)
        held = Enterprise.objects.filter(sensitive=False)
        for start in range(0, len(part.keys), 5_000):
            found = held.in_bulk(part.keys[start : start + 5_000])
            firms |= {key: firm_of(one) for key, one in found.items()}
        firms = {
            key: Firm(firms[key].name, firms[key].code, firms[key].district,
                      f"{page}#{firms[key].code}" if page and key in paged else "")
            for key in part.keys
            if key in firms
        }  # fmt: skip
        lines: dict[int, list[Line]] = {}
        for line in Line.objects.filter(check_up=self.run, enterprise__in=part.paged).order_by("pk"):
            line.check_up = self.run
            lines.setdefault(line.enterprise, []).append(line)
        rows = self.examiner.rows(firms)
        return [looked_of(rows[key], lines.get(key, ())) for key in firms if key in rows]

    def zipped(self, parts: Sequence[Part], of_parts: Sequence[Sequence[Written]]) -> Written:
        """A folder a park, with what it takes along."""
        with zipfile.ZipFile(self.place("parks.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
            for part, files in zip(parts, of_parts, strict=True):
                area = (part.area or NOWHERE.in_(self.lang)).replace("/", "／").strip(".")
                for one in files:
                    archive.write(self.folder / one["file"], f"{area}/{one['name']}")
        return self.written("zip", f"{self.named(BY_PARK, '')}.zip", "parks.zip")

    def named(self, what: Text, area: str) -> str:
        """A file's name for people, without its ending."""
        return "-".join(one for one in (what.in_(self.lang), area.replace("/", "／"), self.day) if one)

    def place(self, file: str) -> Path:
        return self.folder / file

    def written(self, kind: str, name: str, file: str) -> Written:
        return {"kind": kind, "name": name, "file": file, "bytes": self.place(file).stat().st_size}
