"""Packs: which there are, what one says, which is the territory's."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import PackError, Text
from peiyu.web import bridge
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.access import RULES
from peiyu.web.policies.actions import texts
from peiyu.web.policies.forms import Reason
from peiyu.web.policies.queries import latest, packs, territory_id
from peiyu.web.policies.queries.definitions import definitions


@signed_in
def overview(request: HttpRequest) -> HttpResponseBase:
    """The packs, the drafts at work, and what else there is to do with policies."""
    actor = actor_of(request)
    require(RULES, actor, "packs.see")
    drafts = packs.texts_at_work() if decide(RULES, actor, "drafts.see").allowed else []
    lines = definitions()
    context = {
        "packs": packs.packs(), "drafts": drafts, "may": may(request), "evaluation": latest(),
        "open": sum(one.open and one.lock is None for one in lines),
        "locked": sum(one.lock is not None for one in lines),
    }  # fmt: skip
    return render(request, "policies/overview.html", context)


def may(request: HttpRequest) -> dict[str, bool]:
    """What the actor may do here, by the names of templates."""
    actor = actor_of(request)
    words = {
        "write": "drafts.write", "drafts": "drafts.see", "release": "drafts.release", "withdraw": "texts.withdraw",
        "choose": "territory.choose", "lock": "definitions.lock", "compare": "definitions.compare",
        "try_out": "trials.make", "trials": "trials.see", "evaluate": "evaluations.ask", "prospects": "prospects.see",
    }  # fmt: skip
    return {word: decide(RULES, actor, action).allowed for word, action in words.items()}


@signed_in
def pack(request: HttpRequest, pack: str) -> HttpResponseBase:
    """One pack: its document, criteria in words, parameters, definitions, clauses and what carries them out."""
    require(RULES, actor_of(request), "packs.see")
    if pack not in bridge.packs().ids():
        raise Http404
    held = bridge.pack_of(pack)
    programme = held.programme
    context = {
        "pack": held, "tiers": packs.tiers_in_words(held), "parameters": packs.parameters(held),
        "applied": packs.applied(held), "uses": [(one, bridge.pack_of(one).name) for one in held.uses],
        "definitions": definitions_of(pack), "unused": pack not in {one.pack for one in definitions()},
        "texts": packs.texts_of(pack), "may": may(request),
        "evidence": packs.EVIDENCE, "kind": packs.KINDS[held.kind],
        "clauses": [(clause, programme.coverage.get(address)) for address, clause in programme.clauses.items()]
        if programme else [],
        "territory": territory_id() == pack,
    }  # fmt: skip
    return render(request, "policies/pack.html", context)


def definitions_of(pack: str) -> list[object]:
    """The definitions of a pack, in use or not."""
    from peiyu.web.policies.models import DefinitionLock
    from peiyu.web.policies.queries.definitions import lines_of

    held = {one.definition: one for one in DefinitionLock.objects.filter(until=None)}
    return list(lines_of(bridge.pack_of(pack), held))


@signed_in
@once
def choose(request: HttpRequest, pack: str) -> HttpResponseBase:
    """Makes a pack the territory's."""
    actor = actor_of(request)
    require(RULES, actor, "territory.choose")
    if pack not in bridge.packs().ids():
        raise Http404
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            texts.choose_territory(actor, pack=pack, why=form.cleaned_data["why"])
        except (Refusal, PackError) as refused:
            form.refuse(*refused.problems)
        else:
            tell(
                request,
                Text("已设为本地政策；下一次全量预判起生效", "it holds from the next evaluation on"),
            )
            return redirect("/policies/")
    context = {
        "question": Text("设为本地政策？", "Make it the territory's policy?"),
        "consequences": (
            Text("目标、政策文件首页和培育条件都按它来", "targets, the document page and tiers go by it"),
            Text("原来的本地政策仍可随时换回", "the one before can be chosen again at any time"),
        ),
        "verb": Text("设为本地政策", "Make it so"), "back": f"/policies/packs/{pack}/", "form": form,
    }  # fmt: skip
    return render(request, "look/confirm.html", context, status=422 if form.has_problems else 200)
