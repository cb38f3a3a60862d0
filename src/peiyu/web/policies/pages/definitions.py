"""口径: what a word may mean, which option goes out, what another would change."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import PeiyuError, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.access import RULES
from peiyu.web.policies.actions import trials
from peiyu.web.policies.actions.definitions import lock
from peiyu.web.policies.forms import Reason
from peiyu.web.policies.models import Trial
from peiyu.web.policies.pages.overview import may
from peiyu.web.policies.queries import definitions as queries
from peiyu.web.policies.queries.packs import EVIDENCE


@signed_in
def listed(request: HttpRequest) -> HttpResponseBase:
    """Every definition in use, with what holds."""
    require(RULES, actor_of(request), "packs.see")
    context = {"definitions": queries.definitions(), "may": may(request), "evidence": EVIDENCE}
    return render(request, "policies/definitions.html", context)


@signed_in
@once
def one(request: HttpRequest, key: str) -> HttpResponseBase:
    """One definition: its options, the lock with its history, comparisons of two options."""
    actor = actor_of(request)
    require(RULES, actor, "packs.see")
    found = queries.definition(key)
    if found is None:
        raise Http404
    form = Reason(request.POST if request.POST.get("do") == "lock" else None)
    problems: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "lock":
                if form.is_valid():
                    lock(actor, definition=key, option=request.POST.get("option", ""), why=form.cleaned_data["why"])
                    tell(request, Text("已锁定为对外发布口径", "figures go out under it from now on"))
                    return redirect(request.path)
            else:
                made = trials.compare(
                    actor, definition=key, one=request.POST.get("one", ""), other=request.POST.get("other", "")
                )
                return redirect(f"/policies/trials/{made.pk}/")
        except (Refusal, PeiyuError) as refused:
            problems = refused.problems
    compared = [each for each in Trial.objects.filter(kind="definition", pack=found.pack)[:50]
                if each.asked.get("definition") == key][:8]  # fmt: skip
    context = {
        "definition": found, "history": queries.history(key), "may": may(request), "form": form, "refused": problems,
        "compared": compared, "evidence": EVIDENCE, "chosen": request.POST.get("option", found.chosen),
    }  # fmt: skip
    return render(request, "policies/definition.html", context, status=409 if problems or form.has_problems else 200)
