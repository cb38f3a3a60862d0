"""The list of all issues, as data."""

from __future__ import annotations

from peiyu.problems import Text
from peiyu.web.briefs.kinds import SORTS
from peiyu.web.briefs.models import Issue
from peiyu.web.briefs.queries.issues import Row
from peiyu.web.briefs.states import STATES
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List


def _title(one: Issue) -> Link:
    return Link(one.title or one.number, f"/briefs/{one.pk}/", one.number if one.title else "")


def years() -> tuple[tuple[str, Text], ...]:
    """The years that have issues, the latest first."""
    found = Issue.objects.order_by("-year").values_list("year", flat=True).distinct()
    return tuple((str(year), Text(str(year), str(year))) for year in found)


ISSUES = List(
    name="issues",
    said=Text("历年各期", "All issues"),
    order="-at",
    columns=(
        Column(key="title", name=Text("标题", "Title"), value=_title, fixed=True),
        Column(key="kind", name=Text("文种", "Kind"), value=lambda one: SORTS[one.kind].name, order="kind"),
        Column(key="month", name=Text("月份", "Month"), value=lambda one: f"{one.closing.month:%Y-%m}"),
        Column(key="count", name=Text("期号", "Number"), value=lambda one: Row(one).count),
        Column(key="state", name=Text("状态", "State"), value=lambda one: Mark(*STATES[one.state])),
        Column(key="composer_name", name=Text("成稿", "Composed by")),
        Column(key="signer_name", name=Text("签发", "Signed by")),
        Column(key="issued_at", name=Text("印发时间", "Issued"), shown=False),
        Column(key="at", name=Text("成稿时间", "Composed"), order="at"),
    ),
    filters=(
        Filter(key="title", name=Text("标题", "Title"), kind="text"),
        Filter(key="kind", name=Text("文种", "Kind"), options=tuple((word, one.name) for word, one in SORTS.items())),
        Filter(key="year", name=Text("年份", "Year"), options=years),
        Filter(key="state", name=Text("状态", "State"), options=tuple((key, one[0]) for key, one in STATES.items())),
    ),
    counted=Text("期", "issues"),
    nothing=Text("没有符合条件的期", "There is no such issue"),
)  # fmt: skip
