"""The account of the month: what happened, step by step, and which file belongs to it. It is what a visitor opens
first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join

from peiyu.problems import Text
from peiyu.web.briefs.models import Issue
from peiyu.web.checkups.models import CheckUp
from peiyu.web.collection.models import Arrival, Round, RoundUnit
from peiyu.web.reporting.models import Filling
from peiyu.web.site.month.files import Desk
from peiyu.web.targets.models import Closing

NAME = Text("00 这个月怎样走完.html", "00 How the month went.html")
TITLE = Text("一个月怎样走完", "How the month went")
ABOUT = Text(
    "全部数据都是虚构的。下面每一步都在系统里由当事人各按本人权限办理，留下的文件列在后面。",
    "All data are made up. Each step was done in the application, by the people whose part it is; the files that it "
    "left stand behind it. What goes between offices (notices, workbooks, comments, the superior's form, the brief) is "
    "in Chinese, as offices send it; this page and the check-up are in English, and so is every page of the "
    "application: choose English at the top right.",
)
PAGE = """<!doctype html>
<html lang="{}"><head><meta charset="utf-8"><title>{}</title><style>
body {{ font: 16px/1.7 sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #1d2b2b; }}
h2 {{ font-size: 1.05em; margin: 1.4em 0 .2em; }} p, ul {{ margin: .2em 0; }} a {{ color: #14595e; }}
@page {{ size: A4; margin: 18mm; }}
</style></head><body><h1>{}</h1><p>{}</p>{}</body></html>
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the month: its name, what happened, the numbers with which its files begin."""

    name: Text
    said: Text
    files: tuple[str, ...] = ()


def tell(desk: Desk, month: Closing) -> None:
    """Lays the account on the desk, beside the files."""
    held = Round.objects.get(state="closed")
    steps = (*collected(held), *gone_out(month), still_open())
    lang = desk.lang
    parts = format_html_join(
        "\n", "<h2>{}. {}</h2><p>{}</p><ul>{}</ul>",
        ((number, one.name.in_(lang), one.said.in_(lang), _links(desk, one)) for number, one in enumerate(steps, 1)),
    )  # fmt: skip
    title = TITLE.in_(lang)
    page = format_html(PAGE, "en" if lang == "en" else "zh-CN", title, title, ABOUT.in_(lang), parts)
    desk.write(NAME, page.encode())


def _links(desk: Desk, step: Step) -> str:
    names = desk.laid(*step.files) if step.files else ()
    return format_html_join("", '<li><a href="{}">{}</a></li>', ((one, one) for one in names))


def collected(held: Round) -> Iterator[Step]:
    """From the notice to the closing of the round."""
    units = list(RoundUnit.objects.filter(round=held).order_by("name"))
    firms, cells, known = (sum(getattr(one, field) for one in units) for field in ("firms_count", "asked", "prefilled"))
    yield Step(
        Text("下发收表", "A round goes out"),
        Text(
            f"“{held.title}”向 {len(units)} 个园区收 {firms} 家企业的 {cells} 项，{held.due} 截止；"
            f"已掌握的 {known} 项自动预填，不再问。",
            f"“{held.title}” (business of the month before): {len(units)} parks are asked for {cells} cells of {firms} "
            f"enterprises by {held.due}; {known} cells that the office holds are filled in and not asked again.",
        ),
        ("01", "02"),
    )
    came = Arrival.objects.filter(round=held)
    merged = came.filter(state="merged").count()
    yield Step(
        Text("收回来件", "Files come back"),
        Text(
            f"来了 {came.count()} 个文件，有的挪了列、有的报了两次：{merged} 个照样并入，"
            f"{came.count() - merged} 个两个数不一致，等人选定，不猜。一个园区在网页上直接填。",
            f"{came.count()} files came, with columns moved or sent twice: {merged} were merged all the same, "
            f"{came.count() - merged} waits, because two answers differ and nothing is guessed. One park typed into "
            "the grid of the page.",
        ),
    )
    yield Step(
        Text("退回核对意见", "Comments go back"),
        Text(
            "一个园区的数明显不对：在它自己的表上批注后退回，更正后重新报来。",
            "One park's figures could not be right: its own workbook went back with comments at the cells, and a "
            "corrected one came.",
        ),
        ("03",),
    )
    taken = sum(one.state == "accepted" for one in units)
    missing = [one.name for one in units if one.state != "accepted"]
    yield Step(
        Text("审核、关账", "Review and closing of the round"),
        Text(
            f"{taken} 个园区由第二人采信，一次入库；{'、'.join(missing)}没有报，保持缺数，不按 0 计。",
            f"{taken} parks were accepted by a second person and stored at once; of {', '.join(missing)} nothing was "
            "accepted: they stay missing and are never 0.",
        ),
    )


def gone_out(month: Closing) -> Iterator[Step]:
    """From the closing of the month to the check-up."""
    yield Step(
        Text("月结", "The month is closed"),
        Text(
            f"{month.reading.day} 的数由{month.by_name}提请、{month.second_name}审结；此后对外的数都出自这里。",
            f"The figures as of {month.reading.day} were proposed by one person and closed by a second; every figure "
            "that goes out from here on comes from them.",
        ),
    )
    filled = Filling.objects.get(closing=month)
    cells = filled.account["cells"]
    with_figure = sum(one["value"] is not None for one in cells)
    without = sum(one["value"] is None and bool(one["meaning"]) for one in cells)
    yield Step(
        Text("填上级的表", "The superior's form"),
        Text(
            f"在原表上填好 {with_figure} 格，{without} 格没有数据并注明原因，其余一字不动；"
            f"另一人核对后报{filled.reported_to}。",
            f"{with_figure} cells were filled in place, {without} have no data and say why, the rest is as it came; "
            "a second person checked it, and it was reported to the city.",
        ),
        ("04",),
    )
    numbers = list(Issue.objects.filter(closing=month).order_by("kind").values_list("number", flat=True))
    yield Step(
        Text("简报和通报", "Brief and notice of progress"),
        Text(
            f"成稿，逐个数与月结核对，领导签发，编号印发（{'、'.join(numbers)}）。",
            f"Composed, every number held against the closing, signed by the leader, numbered and issued "
            f"({', '.join(numbers)}).",
        ),
        ("05", "06"),
    )
    run = CheckUp.objects.latest("pk")
    counts = run.counts
    yield Step(
        Text("体检", "Check-up"),
        Text(
            f"{run.said['zh']}：{counts['firms']} 家，差一项 {counts['short']} 条、到期 {counts['expiring']} 条、"
            f"风险 {counts['risk']} 条；企业页打印后交园区专员带走。",
            f"{run.said['en']}: {counts['firms']} enterprises; {counts['short']} rows one condition short, "
            f"{counts['expiring']} running out, {counts['risk']} at risk; the pages are printed for the park's officer "
            "to take along.",
        ),
        ("07",),
    )


def still_open() -> Step:
    """What a visitor can go on with."""
    held = Round.objects.get(state="open")
    return Step(
        Text("接着由您来办", "Now it is your turn"),
        Text(
            f"“{held.title}”正在收（{held.due} 截止），还没有人填："
            "用 yuanqu 登录填报，用 bangongshi 登录看来件、催报。",
            f"“{held.title}” (the quarter's round) is under way until {held.due} and nobody has answered: sign in as "
            "yuanqu to fill it in, as bangongshi to see what came and to remind.",
        ),
    )
