"""The shape of what is typed about rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms

from peiyu.facts.round import Span
from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.collection.actions.drafting import MINUTES, Terms
from peiyu.web.collection.models import Round
from peiyu.web.collection.queries.asked import span_of
from peiyu.web.collection.usual import USUAL
from peiyu.web.look import language
from peiyu.web.look.forms import Form, Word

PURPOSES = {"行政": Text("行政（工作需要）", "administrative"), "统计": Text("统计（经批准的调查表）", "statistical")}
BASES = {"累计": Text("累计（1月起）", "from January"), "当月": Text("当期（当月、当季）", "the period alone")}
TO = {
    "organisations": Text("园区、区县、部门（代所辖企业填报）", "parks, districts, departments"),
    "enterprises": Text("企业自己填报", "the enterprises themselves"),
}
MONTHS, QUARTERS, YEARS = 15, 6, 4
"""So many spans back are offered."""
AS_TYPED = ("due", "purpose", "authority", "table", "approval", "valid_until", "to", "minutes", "said", "correction")
USUAL_DAYS = 10
"""Days that a new round gives, unless somebody says otherwise."""


def _said(table: Mapping[str, Text]) -> list[tuple[str, str]]:
    return [(key, text.in_(language.current())) for key, text in table.items()]


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def spans(today: dt.date, held: Span | None = None) -> Iterator[tuple[str, Text]]:
    """The spans that are offered: written, said; months, quarters, years that have begun, the latest first."""
    found = {written(held): held.said} if held is not None else {}
    at = today.year * 12 + today.month - 1
    for one in range(at, at - MONTHS, -1):
        span = Span(one // 12, month=one % 12 + 1)
        found[written(span)] = span.said
    at = today.year * 4 + (today.month - 1) // 3
    for one in range(at, at - QUARTERS, -1):
        span = Span(one // 4, quarter=one % 4 + 1)
        found[written(span)] = span.said
    found |= {written(Span(year)): Span(year).said for year in range(today.year, today.year - YEARS, -1)}
    yield from found.items()


def written(span: Span) -> str:
    """A span as the form sends it: 2026-05, 2026-Q2, 2026."""
    if span.month is not None:
        return f"{span.year}-{span.month:02d}"
    return f"{span.year}-Q{span.quarter}" if span.quarter is not None else str(span.year)


def span_from(said: str, basis: str) -> Span:
    """What `written` wrote; the basis counts for months and quarters."""
    year, _, rest = said.partition("-")
    figures: Any = basis or None
    if rest.startswith("Q"):
        return Span(int(year), quarter=int(rest[1:]), basis=figures)
    return Span(int(year), month=int(rest), basis=figures) if rest else Span(int(year))


class TermsForm(Form):
    """What a round is about. `usual` only for a new one."""

    words: ClassVar[Mapping[str, Word]] = {
        "usual": Word(Text("收什么", "What is asked"), Text(
            "先套用常用的表，下一步可增减", "Begins with a usual form; change it next")),
        "span": Word(Text("数据所属期", "Period")),
        "basis": Word(Text("口径", "Figures cover"), Text("年度数据不适用", "Of months and quarters")),
        "title": Word(Text("收表名称", "Title"), Text(
            "不填则按所选表和时期起名", "Left empty: named by form and period")),
        "to": Word(Text("由谁报送", "Who answers")),
        "due": Word(Text("截止日", "Due day"), Text("当日24时止", "Until midnight of that day")),
        "purpose": Word(Text("性质", "Purpose"), Text(
            "统计数据只用于汇总，不进入认定和名单", "Statistical figures feed sums only, never a verdict or a list")),
        "authority": Word(Text("收表依据", "Basis"), Text(
            "文件名称和文号，或工作任务来源", "The document with its number, or who commissioned it")),
        "table": Word(Text("表号", "Table number"), Text("统计收表必填", "Needed for a statistical round")),
        "approval": Word(Text("批准（备案）文号", "Approval"), Text("统计收表必填", "Needed for a statistical round")),
        "valid_until": Word(Text("有效期至", "Valid until"), Text("统计收表必填", "Needed for a statistical round")),
        "minutes": Word(Text("每项约需分钟", "Minutes a cell"), Text("用于测算填报负担", "To estimate the burden")),
        "said": Word(Text("通知中的补充说明", "More words for the notice")),
        "correction": Word(Text("更正收表的原因", "Why it is a correction"), Text(
            "已掌握的数据不再问；确需更正的写明原因，随通知告知", "Held data are not asked again, unless you say why")),
    }  # fmt: skip
    usual = forms.ChoiceField(required=False)
    span = forms.ChoiceField()
    basis = forms.ChoiceField(widget=forms.RadioSelect)
    title = forms.CharField(max_length=200, required=False)
    to = forms.ChoiceField(widget=forms.RadioSelect)
    due = forms.DateField(widget=_date())
    purpose = forms.ChoiceField(widget=forms.RadioSelect)
    authority = forms.CharField(max_length=200)
    table = forms.CharField(max_length=80, required=False)
    approval = forms.CharField(max_length=120, required=False)
    valid_until = forms.DateField(widget=_date(), required=False)
    minutes = forms.DecimalField(min_value=0, max_value=600, max_digits=5, decimal_places=1)
    said = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    correction = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, held: Round | None = None, statistical: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", begun(held, statistical=statistical))
        super().__init__(*args, **kwargs)
        blank = ("", Text("空白表", "an empty form").in_(language.current()))
        choices: dict[str, Any] = {
            "usual": [*((key, one.name.in_(language.current())) for key, one in USUAL.items()), blank],
            "span": _said(dict(spans(clock.today(), span_of(held) if held else None))),
            "basis": _said(BASES), "to": _said(TO),
            "purpose": _said({key: one for key, one in PURPOSES.items() if not statistical or key == "统计"}),
        }  # fmt: skip
        for name, one in choices.items():
            self.fields[name].choices = one  # type: ignore[attr-defined]
        for name in ("table", "approval", "valid_until") if statistical else ():
            self.fields[name].required = True
        if held is not None:
            del self.fields["usual"]

    @property
    def terms(self) -> Terms:
        """What was typed; the title made up where there is none."""
        typed = self.cleaned_data
        span = span_from(typed["span"], typed["basis"])
        title = typed["title"].strip() or self._title(span)
        return Terms(title=title, span=span, **{one: typed[one] for one in AS_TYPED})

    def _title(self, span: Span) -> str:
        one = USUAL.get(self.cleaned_data.get("usual", ""))
        return f"{Span(span.year, span.quarter, span.month).said.zh}{one.title if one else '数据收集'}"


def begun(held: Round | None, *, statistical: bool) -> dict[str, Any]:
    """What the form begins with: the round as it stands, or what is usual today."""
    if held is not None:
        return {one: getattr(held, one) for one in ("title", *AS_TYPED)} | {
            "span": written(span_of(held)), "basis": held.basis or "累计"
        }  # fmt: skip
    today = clock.today()
    before = today.replace(day=1) - dt.timedelta(days=1)
    return {
        "span": f"{before:%Y-%m}", "basis": "累计", "to": "organisations", "minutes": MINUTES, "usual": "monthly",
        "due": today + dt.timedelta(days=USUAL_DAYS), "purpose": "统计" if statistical else "行政",
    }  # fmt: skip


class WhyForm(Form):
    """A reason."""

    words: ClassVar[Mapping[str, Word]] = {"why": Word(Text("原因", "Why"))}
    why = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class DayForm(WhyForm):
    """A later day and why: a round is postponed, or a unit asks for an extension."""

    words: ClassVar[Mapping[str, Word]] = {
        "until": Word(Text("延至", "Until"), Text("当日24时止", "Until midnight of that day")),
        "why": Word(Text("原因", "Why")),
    }
    until = forms.DateField(widget=_date())
    field_order = ("until", "why")
