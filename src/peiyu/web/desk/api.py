"""The API of documents: every clause with what carries it out."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of
from peiyu.web.acting.rules import require
from peiyu.web.desk.queries.clauses import Clause, Thing, document_of
from peiyu.web.desk.schemas import ClauseOut, DocumentOut, ThingOut
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.schemas import Word, answers, said
from peiyu.web.policies.access import RULES
from peiyu.web.policies.api import pack_of

router = Router(tags=["packs"])


@router.get("/{pack}/clauses", response=answers(DocumentOut), operation_id="clauses")
def clauses(request: HttpRequest, pack: Word) -> DocumentOut:
    """The document of a territory's pack, clause by clause."""
    require(RULES, actor_of(request), "packs.see")
    document = document_of(pack_of(pack))
    if document is None:
        said_ = Text("这个政策包没有政策文件", "this pack has no document")
        raise Refusal(Problem("pack-without-document", said_, found=pack), status=404)
    return DocumentOut(
        pack=pack, title=document.title, number=document.number, issuers=list(document.issuers),
        issued=document.issued, clauses=[_clause(one) for one in document.clauses],
    )  # fmt: skip


def _clause(one: Clause) -> ClauseOut:
    return ClauseOut(
        address=one.address, depth=one.depth, heading=one.heading, text=one.text, raw=one.raw, how=one.how,
        reason=said(one.reason), things=[_thing(each) for each in (*one.things, *one.small)],
    )  # fmt: skip


def _thing(one: Thing) -> ThingOut:
    return ThingOut(
        kind=one.kind, id=one.id, name=said(one.name), said=said(one.said), lead=said(one.lead) if one.lead else None,
        due=said(one.due),
    )  # fmt: skip
