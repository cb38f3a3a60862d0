"""Where the enterprises of a check-up are looked at, a share at a time, and their pages written.

A share is a run of neighbours in the order of names, always of one size, so that what comes out does not depend on
how many processes work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from peiyu.facts.base import FactBase
from peiyu.facts.resolve import snapshots
from peiyu.facts.snapshot import Snapshot
from peiyu.paper.checkup.order import Order, rules_for
from peiyu.paper.checkup.survey import Looked, PlanAllowance, look
from peiyu.paper.checkup.verdicts import Verdicts
from peiyu.paper.page.html import PageWriter
from peiyu.paper.values import Firm
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.pack.model import Pack

SHARE = 100
"""Enterprises in one share."""
VOLUME = 500
"""Enterprises in one share whose pages are bound in one volume."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Which pages are written and how: a file each, or `bound` in volumes; `words` also as Word for those on a list.
    `folder` lies in the folder of the check-up."""

    folder: str = ""
    wanted: Literal["all", "listed", "none"] = "none"
    bound: bool = False
    words: bool = False
    lang: str = "zh"

    @property
    def together(self) -> int:
        """How many enterprises make a share."""
        return VOLUME if self.bound else SHARE

    def volume(self, first: int) -> str:
        """The file of the volume that begins with an enterprise."""
        return f"{self.folder}/{first:06d}-{first + VOLUME - 1:06d}.html"

    def place(self, number: int, code: str) -> str:
        """Where the page of an enterprise stands, by its number and code; '' for nowhere."""
        if self.wanted == "none":
            return ""
        first = (number - 1) // VOLUME * VOLUME + 1
        return f"{self.volume(first)}#{code}" if self.bound else f"{self.folder}/{number:05d}-{safe(code)}.html"


def safe(code: str) -> str:
    """A code as a file name: letters, digits and Chinese characters only."""
    return "".join(c if c.isalnum() else "_" for c in code)[:40] or "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a process has to know to work off shares: the fact base, the packs and the order, and the folder that
    the pages go to."""

    base: Path
    packs: Mapping[str, Pack]
    order: Order
    pages: Pages
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Some enterprises: the number of the first, their verdicts for a new application and for a review, and how many
    paths may be planned for them."""

    first: int
    verdicts: tuple[Verdicts, ...]
    standing: tuple[Verdicts, ...]
    plans: int


def shares_of(verdicts: Sequence[Verdicts], standing: Mapping[int, Verdicts], *, size: int, plans: int) -> list[Share]:
    """All enterprises in shares; the plans are divided among them, each has one at least."""
    starts = range(0, len(verdicts), size)
    each = max(1, plans // max(1, len(starts)))
    return [
        Share(
            first=start + 1, verdicts=tuple(verdicts[start : start + size]), plans=each,
            standing=tuple(standing[one.enterprise] for one in verdicts[start : start + size]),
        )
        for start in starts
    ]  # fmt: skip


class Desk:
    """Works off shares; the base is opened and the rules are bound with the first of them."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.rules = rules_for(job.packs, job.order)
        self.writer = PageWriter(lang=job.pages.lang)

    @cached_property
    def base(self) -> FactBase:
        return FactBase.open(self.job.base).with_fields(self.rules.now.fields.values())

    def work(self, share: Share) -> tuple[Looked, ...]:
        """Looks at every enterprise of a share and writes their pages, which do not come back."""
        keys = [one.enterprise for one in share.verdicts]
        seen = {one.enterprise: one for one in snapshots(self.base, keys, view_of(self.rules.now))}
        allowance = PlanAllowance(share.plans)
        looked = [
            look(
                self.rules, seen[now.enterprise], now, standing, self.firm(number, now, seen[now.enterprise]),
                allowance=allowance, pages=self.job.pages.wanted, made_up=self.base.manifest.made_up,
            )
            for number, (now, standing) in enumerate(zip(share.verdicts, share.standing, strict=True), share.first)
        ]  # fmt: skip
        self.write(share.first, looked)
        return tuple(replace(one, page=None) for one in looked)

    def firm(self, number: int, verdicts: Verdicts, snapshot: Snapshot) -> Firm:
        district = snapshot.datum("enterprise", "district")
        return Firm(
            name=verdicts.name, code=verdicts.code, district=str(district.value) if district else "",
            page=self.job.pages.place(number, verdicts.code),
        )  # fmt: skip

    def write(self, first: int, looked: Sequence[Looked]) -> None:
        """The pages, a file each or bound."""
        pages = [(one, one.page) for one in looked if one.page is not None]
        if self.job.pages.bound and pages:
            name = self.job.pages.volume(first)
            made = self.writer.volume(f"{first}–{first + len(looked) - 1}", [page for _, page in pages])
            (self.job.folder / name).write_bytes(made.encode())
        for one, page in pages:
            path = self.job.folder / one.row.firm.page.partition("#")[0]
            if not self.job.pages.bound:
                path.write_bytes(self.writer.page(page).encode())
            if self.job.pages.words and one.row.lists:
                from peiyu.paper.page.word import write_docx  # so that most processes start without it

                write_docx(page, path.with_name(f"{safe(page.firm.code)}.docx"), lang=self.job.pages.lang)
