"""来源优先次序: which source's word counts where two differ, who said so, and why."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.enterprises.access import RULES
from peiyu.web.enterprises.actions.sources import order_sources
from peiyu.web.enterprises.forms import Reason
from peiyu.web.enterprises.queries import sources as queries
from peiyu.web.enterprises.sources import said
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell


@signed_in
@once
def sources(request: HttpRequest) -> HttpResponseBase:
    """The order that holds, with its history; for the office the form that gives another."""
    actor = actor_of(request)
    require(RULES, actor, "sources.order" if request.method == "POST" else "sources.see")
    form = Reason(request.POST if request.method == "POST" else None)
    problems, status = tuple[Problem, ...](), 422 if form.has_problems else 200
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("seen", "")
            order_sources(
                actor, sources=_ordered(request.POST), why=form.cleaned_data["why"],
                seen=int(seen) if seen.isdecimal() else 0,
            )  # fmt: skip
            tell(request, Text("已按新次序采用，企业名录正在重新整理",
                               "the order holds; the registry is being re-made"))  # fmt: skip
            return redirect(request.path)
        except Refusal as refused:
            problems, status = refused.problems, refused.status
    lines = queries.known_sources()
    context = {
        "lines": [(line, said(line.name), request.POST.get(f"place-{n}", line.place or ""))
                  for n, line in enumerate(lines)],
        "named": [said(one) for one in queries.precedence()], "last": queries.last_order(),
        "orders": [(one, [said(name) for name in one.sources]) for one in queries.orders()],
        "form": form, "refused": problems, "may": decide(RULES, actor, "sources.order").allowed,
    }  # fmt: skip
    return render(request, "enterprises/sources.html", context, status=status)


def _ordered(posted: Mapping[str, str]) -> list[str]:
    """The sources by the places that were typed beside them; those without a place are not named. Refusal
    `source-place-unfit`."""
    placed: list[tuple[int, str]] = []
    number = 0
    while (name := posted.get(f"source-{number}")) is not None:
        typed = posted.get(f"place-{number}", "").strip()
        if typed:
            placed.append((_place(typed), name))
        number += 1
    if len({place for place, _ in placed}) < len(placed):
        raise Refusal(_unfit("", Text("两个来源不能同一名次", "two sources cannot share a place")), status=422)
    return [name for _, name in sorted(placed)]


def _place(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed[:4]) <= 999 or len(typed) > 3:
        raise Refusal(_unfit(typed, Text("名次写1、2、3……", "places are 1, 2, 3, ...")), status=422)
    return int(typed)


def _unfit(found: str, said_: Text) -> Problem:
    return Problem(
        "source-place-unfit", said_, found=found,
        next_step=Text("重写名次；不排的留空", "type the places again; leave empty what has none"),
    )  # fmt: skip
