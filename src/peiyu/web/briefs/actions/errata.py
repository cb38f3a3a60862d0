"""勘误: a later closing says figures of an issue otherwise; the sheet that tells it goes out on its own."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from peiyu.paper.brief.write import write
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.actions.composing import draft_folder, keep_file
from peiyu.web.briefs.actions.issuing import Count, called, out_of
from peiyu.web.briefs.models import Erratum, Issue
from peiyu.web.briefs.queries.checks import corrections_of, latest_closing
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.queries import register_of
from peiyu.web.trail.actions import record
from peiyu.writing.brief.erratum import Correction, Wanted, compose_erratum
from peiyu.writing.brief.numbers import Pen


def compose(actor: Actor, *, issue: int, why: str = "") -> Erratum:
    """Composes the erratum of an issue for the closing that holds now. `why`: the reason that it prints (empty: that of
    the closing). Refusals `not-allowed`, `issue-unknown`, `issue-state`, `nothing-to-correct`, `erratum-there`."""
    require(RULES, actor, "briefs.compose")
    held = out_of(issue)
    closing = latest_closing(held)
    found = corrections_of(held)
    if not found:
        raise Refusal(
            Problem(
                "nothing-to-correct", Text("这一期的数与现行月结一致，不用勘误", "it says what the closing says"),
                found=str(closing), next_step=Text("不用办理", "nothing is to be done"),
            )
        )  # fmt: skip
    reason = reason_of(why or closing.why)
    number = held.errata.count() + 1
    files = _written(held, number, reason, found)
    try:
        with transaction.atomic():
            made = Erratum.objects.create(
                issue=held, closing=closing, number=number, figures=[_row(one, held.lang) for one in found],
                why=reason, **files, composer_id=actor.person, composer_name=actor.name, at=clock.now(),
            )  # fmt: skip
            record(actor, "erratum.compose", "issue", held.pk, said=files["name"], why=reason,
                   after={"figures": len(found)})  # fmt: skip
            return made
    except IntegrityError:
        raise Refusal(
            Problem(
                "erratum-there", Text("这一版月结的勘误已经有了", "there is an erratum of this closing already"),
                found=str(closing), next_step=Text("刷新页面查看", "reload the page"),
            )
        ) from None  # fmt: skip


def _written(issue: Issue, number: int, why: str, found: tuple[Correction, ...]) -> dict[str, str]:
    closing = latest_closing(issue)
    register = register_of(closing.reading, issue=closing.issue)
    name = called(issue, Count(issue.place or 0, issue.total or 0))
    wanted = Wanted(
        name=issue.account["head"], title=issue.title, number=f"{issue.number}勘{number}", issue=name,
        issuer=issue.account["issuer"], why=why, date=clock.today(),
        made_up=closing.reading.made_up, lang=issue.lang,
    )  # fmt: skip
    with draft_folder() as folder:
        done = write(compose_erratum(wanted, found, register), folder / f"{name}勘误{number}.docx")
        kept, numbers = keep_file(done.path), keep_file(done.numbers, ".txt")
    return {"hash": kept.hash, "numbers": numbers.hash, "name": kept.name}


def _row(one: Correction, lang: str) -> dict[str, Any]:
    """A corrected figure as JSON: exact and as written."""
    pen = Pen(one.issued.as_of, lang)
    after = None if one.after is None else pen.number(one.issued.id, one.after, one.issued.unit).text
    return {
        "id": one.issued.id, "name": {"zh": one.name.zh, "en": one.name.in_("en")}, "before": one.issued.text,
        "after": after, "before_exact": None if one.issued.value is None else str(one.issued.value),
        "after_exact": None if one.after is None else str(one.after),
        "reason": {"zh": one.reason.zh, "en": one.reason.in_("en")},
    }  # fmt: skip


def let_out(actor: Actor, *, erratum: int) -> Erratum:
    """Issues an erratum: by somebody else than who composed it. Refusals `not-allowed`, `erratum-unknown`,
    `erratum-ended`, `second-person-needed`."""
    require(RULES, actor, "briefs.sign")
    held = _composed(erratum)
    if actor.person is None or actor.person == held.composer_id:
        raise Refusal(
            Problem(
                "second-person-needed", Text("拟稿的人不能自己印发勘误", "who composed an erratum does not issue it"),
                found=actor.name, next_step=Text("由另一人核对后印发", "another person looks at it and issues it"),
            )
        )  # fmt: skip
    with transaction.atomic():
        _end(held, state="issued", issuer_id=actor.person, issuer_name=actor.name, issued_at=clock.now())
        record(actor, "erratum.issue", "issue", held.issue_id, said=held.name)
    held.refresh_from_db()
    return held


def drop(actor: Actor, *, erratum: int, why: str) -> Erratum:
    """Drops an erratum that did not go out. Refusals `not-allowed`, `erratum-unknown`, `erratum-ended`,
    `why-missing`."""
    require(RULES, actor, "briefs.compose")
    held, reason = _composed(erratum), reason_of(why)
    with transaction.atomic():
        _end(held, state="dropped")
        record(actor, "erratum.drop", "issue", held.issue_id, said=held.name, why=reason)
    held.refresh_from_db()
    return held


def _composed(erratum: int) -> Erratum:
    held = Erratum.objects.select_related("issue").filter(pk=erratum).first()
    if held is None:
        raise Refusal(Problem("erratum-unknown", Text("没有这份勘误", "there is no such erratum")), status=404)
    return held


def _end(held: Erratum, **more: Any) -> None:
    if not Erratum.objects.filter(pk=held.pk, state="composed").update(**more):
        raise Refusal(
            Problem(
                "erratum-ended", Text("这份勘误已印发或作废", "this erratum was issued or dropped already"),
                found=held.name, next_step=Text("刷新页面查看", "reload the page"),
            )
        )  # fmt: skip
