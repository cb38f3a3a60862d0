"""What the lists of a form are filled with: chosen by a person, kept with the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from peiyu.paper.form.lists.columns import NUMBER, ListMapping, decided, lists_json
from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.actions.moving import form_for, move
from peiyu.web.reporting.models import Form
from peiyu.web.reporting.queries import forms as queries
from peiyu.web.reporting.queries.lists import fields, offered
from peiyu.web.trail.actions import record


def decide_list(actor: Actor, *, form: int, version: int, place: int, source: str, columns: Mapping[int, str]) -> Form:
    """Says with which list (`source`, '': it stays blank) a list of the form is filled, and what its columns want
    (column → field, '': nothing). Refusals `form-unknown`, `form-state`, `not-allowed`, `form-changed`,
    `list-unknown`, `source-unknown`, `field-unknown`."""
    held = form_for(actor, form, "decide")
    lists = list(queries.lists_of(held))
    if not 0 <= place < len(lists):
        raise Refusal(
            _unknown("list-unknown", Text("这张表没有这个名单", "the form has no such list"), str(place)), status=404
        )
    known = {one.id for one in offered(actor, held.pack, queries.closings(held.pack).first())}
    if source and source not in known:
        raise Refusal(_unknown("source-unknown", Text("没有这样一份名单", "there is no such list"), source), status=422)
    odd = [field for field in columns.values() if field and field != NUMBER and field not in fields()]
    if odd:
        raise Refusal(_unknown("field-unknown", Text("没有这个数据项", "there is no such field"), odd[0]), status=422)
    lists[place] = decided(lists[place], source=source, fields=columns, by=actor.name)
    rest = [one for one in held.lists if "columns" not in one]
    with transaction.atomic():
        held.version = version
        move(held, "decide", lists=[*lists_json(lists), *rest])
        told = {"list": lists[place].title, "source": source}
        record(actor, "form.list", "form", held.pk, said=held.name, after=told)
    return held


def _unknown(code: str, said: Text, found: str) -> Problem:
    return Problem(code, said, found=found, next_step=Text("从列表中选", "choose from what is offered"))


def refuse_open_lists(lists: Sequence[ListMapping]) -> None:
    """Refusal `lists-open` where nobody has said yet with what a list is filled."""
    open_ = [one.title for one in lists if one.open]
    if open_:
        raise Refusal(
            Problem(
                "lists-open", Text(f"还有 {len(open_)} 个名单没有定", f"{len(open_)} lists are not decided yet"),
                found="、".join(open_[:8]),
                next_step=Text("选定用哪份名单；不填的选“留空”", "choose the list, or leave it blank"),
            )
        )  # fmt: skip
