"""Who an enterprise is: changes with their dates, merges and their undoing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.enterprises import queries
from peiyu.web.enterprises.access import RULES, subject_of
from peiyu.web.enterprises.actions import identity as actions
from peiyu.web.enterprises.actions import merging
from peiyu.web.enterprises.forms import Reason
from peiyu.web.enterprises.listing import address, present
from peiyu.web.enterprises.models import Enterprise, Merge
from peiyu.web.enterprises.queries import holding
from peiyu.web.enterprises.queries.values import field_of, shown
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell


@signed_in
@once
def identity(request: HttpRequest, key: int) -> HttpResponse:
    """Name, code, park, status, confidential or not: how it stands, how it came to be, and the change of each."""
    actor = actor_of(request)
    one = queries.one(actor, key)
    require(RULES, actor, "identity.change", subject_of(one))
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            now = _change(request, one)
        except (Refusal, PeiyuError) as refusal:
            problems, status = refusal.problems, 422
        else:
            tell(request, Text("变动已记录", "the change is kept"))
            return redirect(f"{address(now)}identity/")
    context = {
        "one": one, "home": address(one.key), "problems": problems, "typed": request.POST,
        "history": holding.history_of(one.key), "parks": present("park"), "districts": present("district"),
        "statuses": [said for _, said in vocabulary().field("enterprise", "status").options],
        "merges": Merge.objects.filter(kept=one.key).order_by("-at"), "today": clock.today(),
    }  # fmt: skip
    return render(request, "enterprises/identity.html", context, status=status)


def _change(request: HttpRequest, one: Enterprise) -> int:
    """The change that was asked for; the key that holds afterwards."""
    actor, sent = actor_of(request), request.POST
    why = sent.get("why", "").strip()
    changes: dict[str, Callable[[], Any]] = {
        "name": lambda: actions.rename(actor, one, name=sent.get("name", ""), on=_day(sent.get("on", "")), why=why),
        "park": lambda: actions.move_park(actor, one, park=sent.get("park", ""), district=sent.get("district", ""),
                                          on=_day(sent.get("on", "")), why=why),
        "status": lambda: actions.change_status(actor, one, status=sent.get("status", ""), on=_day(sent.get("on", "")),
                                                why=why),
        "confidential": lambda: actions.mark_confidential(actor, one, confidential=not one.sensitive, why=why),
        "code": lambda: actions.change_code(actor, one, code=sent.get("code", ""), why=why),
    }  # fmt: skip
    if sent.get("change") not in changes:
        raise Http404("no such change")
    done = changes[sent["change"]]()
    return done if isinstance(done, int) else one.key


@signed_in
def merge_choice(request: HttpRequest) -> HttpResponse:
    """Which two entries are one enterprise."""
    actor = actor_of(request)
    require(RULES, actor, "identity.merge")
    texts = [request.GET.get(name, "").strip() for name in ("keep", "gone")]
    found = [queries.search(actor, text, 10) if text else [] for text in texts]
    keys = [request.GET.get(name, "") for name in ("a", "b")]
    if all(len(one) == 1 for one in found) and found[0][0].key != found[1][0].key:
        return redirect(f"/enterprises/merge/{_written(found[0][0].key)}/{_written(found[1][0].key)}/")
    if all(keys) and keys[0] != keys[1]:
        return redirect(f"/enterprises/merge/{keys[0]}/{keys[1]}/")
    context = {"keep": texts[0], "gone": texts[1], "found": found,
               "merges": Merge.objects.order_by("-at")[:50]}  # fmt: skip
    return render(request, "enterprises/merge_choice.html", context)


@signed_in
@once
def merge(request: HttpRequest, keep: int, gone: int) -> HttpResponse:
    """Two entries side by side, field by field."""
    actor = actor_of(request)
    require(RULES, actor, "identity.merge")
    one, other = queries.one(actor, keep), queries.one(actor, gone)
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        chosen = {name: request.POST.get(f"choose-{name}", "kept") for name in merging.CHOICES}
        try:
            merging.merge(actor, keep=one, gone=other, chosen=chosen, why=request.POST.get("why", ""))
        except (Refusal, PeiyuError) as refusal:
            problems, status = refusal.problems, 422
        else:
            tell(request, Text("已合并为一家企业", "the two entries are one now"))
            return redirect(f"{address(one.key)}identity/")
    rows = [_compared(name, one, other) for name in merging.CHOICES]
    lists = [(entity.name, number, dict(_counts(other.key)).get(entity.code, 0))
             for entity, number in holding.lists_held(one.key)]  # fmt: skip
    context = {"keep": one, "gone": other, "rows": rows, "lists": [row for row in lists if row[1] or row[2]],
               "problems": problems, "why": request.POST.get("why", "")}  # fmt: skip
    return render(request, "enterprises/merge.html", context, status=status)


@signed_in
@once
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes two entries apart again."""
    actor = actor_of(request)
    require(RULES, actor, "identity.merge")
    made = Merge.objects.filter(pk=pk).first()
    if made is None:
        raise Http404("no such merge")
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            merging.undo_merge(actor, made, why=form.cleaned_data["why"])
        except (Refusal, PeiyuError) as refusal:
            form.refuse(*refusal.problems)
        else:
            tell(request, Text("已分开，各自的数据已恢复", "the entries are apart again, each with its own facts"))
            return redirect(f"{address(made.gone)}facts/")
    name = made.names.get("gone", "")
    context = {
        "question": Text(f"撤销“{name}”的合并？", f"Take {name} apart again?"),
        "consequences": (Text("合并时移过来的数据全部移回，合并时选定的内容作废",
                              "all rows that were moved go back, what was chosen in merging is void"),),
        "verb": Text("撤销合并", "Undo the merge"), "back": f"{address(made.kept)}identity/", "danger": True,
        "form": form,
    }  # fmt: skip
    return render(request, "look/confirm.html", context, status=422 if form.has_problems else 200)


def _compared(name: str, one: Enterprise, other: Enterprise) -> tuple[Any, ...]:
    field = field_of("enterprise", name)
    mine, theirs = getattr(one, name), getattr(other, name)
    prefers = "gone" if theirs and not mine else "kept"
    return field.name if field else name, name, shown(field, mine), shown(field, theirs), mine != theirs, prefers


def _counts(key: int) -> list[tuple[str, int]]:
    return [(entity.code, number) for entity, number in holding.lists_held(key)]


def _day(given: str) -> dt.date:
    try:
        return dt.date.fromisoformat(given) if given else clock.today()
    except ValueError as fault:
        accepted = Text("如 2026-03-31", "such as 2026-03-31")
        raise Refusal(Problem("value-unfit", Text("不是日期", "not a date"), found=given, accepted=accepted),
                      status=422) from fault  # fmt: skip


def _written(key: int) -> str:
    return f"{key % 2**64:016x}"
