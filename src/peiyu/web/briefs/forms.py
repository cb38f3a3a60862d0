"""What is typed about briefs, as values: shape only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from peiyu.problems import Problem, Text
from peiyu.web.briefs.actions.composing import Wish
from peiyu.web.briefs.actions.issuing import Count
from peiyu.web.look.refusal import Refusal


def wish_of(typed: Mapping[str, str]) -> Wish:
    """What is asked for of an issue. Refusals `day-unreadable`, `not-whole`."""
    date = typed.get("date", "").strip()
    return Wish(
        form=typed.get("form") or "short", lang=typed.get("lang") or "zh", name=typed.get("name", "").strip(),
        title=typed.get("title", "").strip(), document_number=typed.get("document_number", "").strip(),
        issuer=typed.get("issuer", "").strip(), date=day(date).isoformat() if date else "",
        copies=whole(typed.get("copies", ""), Text("印数", "copies")), forecast=bool(typed.get("forecast")),
        template=whole(typed.get("template", ""), Text("模板", "template")),
    )  # fmt: skip


def start_of(typed: Mapping[str, str]) -> Count | None:
    """The numbers with which the first issue of a kind begins; None where nothing was typed. Refusal `not-whole`."""
    place = whole(typed.get("place", ""), Text("期号", "number"))
    total = whole(typed.get("total", ""), Text("总期号", "number in all"))
    return None if place is None or total is None else Count(place, total)


def whole(typed: str, name: Text) -> int | None:
    """A whole number above zero; None for nothing. Refusal `not-whole`."""
    found = typed.strip()
    if not found:
        return None
    if not (found.isascii() and found.isdecimal() and len(found) < 10 and int(found) > 0):
        raise Refusal(
            Problem(
                "not-whole", Text(f"{name.zh}应为正整数", f"{name.en}: a whole number above zero"), found=typed[:40],
                accepted=Text("如 60", "such as 60"), next_step=Text("改写这个数", "write the number anew"),
            ),
            status=422,
        )  # fmt: skip
    return int(found)


def day(typed: str) -> dt.date:
    """A day. Refusal `day-unreadable`."""
    try:
        return dt.date.fromisoformat(typed.strip())
    except ValueError:
        raise Refusal(
            Problem(
                "day-unreadable", Text("日期无法识别", "this day cannot be read"), found=typed[:40],
                accepted=Text("如 2026-09-30", "such as 2026-09-30"),
                next_step=Text("重新选择日期", "choose the day anew"),
            ),
            status=422,
        ) from None  # fmt: skip
