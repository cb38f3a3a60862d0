"""Facts by hand: a figure, a record of a list, a department's word. Each is an intake of one row, live at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import require
from peiyu.web.enterprises.access import RULES, subject_of
from peiyu.web.enterprises.actions.statements import Said, head, next_number, source_of, take_rows
from peiyu.web.enterprises.intake.things import Records
from peiyu.web.enterprises.models import Enterprise, Intake
from peiyu.web.enterprises.queries import holding
from peiyu.web.enterprises.queries.standing import rows_of
from peiyu.web.enterprises.sources import ATTESTED
from peiyu.web.enterprises.typed import typed
from peiyu.web.enterprises.words import words
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.queries import changed_meanwhile

Texts = Mapping[str, str]


def may_enter(actor: Actor, enterprise: Enterprise) -> None:
    """Refusal `not-allowed`, or `consent-missing` for a park or service that has no recorded consent: it types for the
    enterprise, not for itself."""
    if actor.role is Role.REVIEWER:
        require(RULES, actor, "facts.verify", subject_of(enterprise))
        return
    require(RULES, actor, "facts.declare", subject_of(enterprise))
    if actor.role is Role.PARK and enterprise.key not in actor.enterprises:
        raise Refusal(
            Problem(
                "consent-missing",
                Text("还没有这家企业的委托，不能代它填报", "there is no consent of this enterprise to act for it"),
                found=enterprise.name,
                next_step=Text("先登记委托（附书面委托），再代为填报", "record its consent first, with the paper"),
            ),
            status=403,
        )


@transaction.atomic
def enter_figures(
    actor: Actor, enterprise: Enterprise, *, entity: str, period: Mapping[str, Any], figures: Texts, why: str = "",
    seen: int | None = None,
) -> Intake:  # fmt: skip
    """States figures of one period as the actor's source says them. What the source said before stays in the history; a
    blank says nothing. `seen`: the source's last statement that the actor saw (`holding.last_word`). Refusals
    `value-unfit` (all of them at once), `nothing-new`, `changed-meanwhile`."""
    may_enter(actor, enterprise)
    source = source_of(actor)
    stored = read_all(entity, figures)
    refuse_unseen(enterprise, seen, entity=entity, source=source, **period)
    before = holding.stands(enterprise.key, entity, dict(period), source)
    new = {name: value for name, value in stored.items() if value is not None and not _same(before.get(name), value)}
    if not new:
        raise Refusal(_nothing_new(), status=422)
    row = {
        **head(enterprise.key, source),
        "record_id": next_number(entity, enterprise.key),
        **({"at": clock.today()} if entity == "enterprise" else {}),
        **period,
        **new,
    }
    kind = words().entities[entity]
    said = "-".join(str(one) for one in period.values())
    what = f"{said} {kind.name.zh}".strip()
    held = {one: before.get(one) for one in new}
    return take_rows(
        actor, enterprise.key, [(entity, row)], said=Said("facts.enter", what, enterprise.name, why), before=held
    )


@transaction.atomic
def enter_record(
    actor: Actor, enterprise: Enterprise, *, entity: str, values: Texts, number: int | None = None, why: str = "",
    seen: int | None = None,
) -> Intake:  # fmt: skip
    """Adds a record to a list, or states a record anew (`number`) as it is written now. `seen`: the last statement of
    the record that the actor saw (`holding.last_word`). Refusals `record-known` for one that is there already,
    `changed-meanwhile`."""
    may_enter(actor, enterprise)
    stored = read_all(entity, values)
    if all(value is None for value in stored.values()):
        raise Refusal(_nothing_new(), status=422)
    refuse_unseen(enterprise, seen if number is not None else None, entity=entity, record_id=number)
    row = {**head(enterprise.key, source_of(actor)), **stored}
    before = holding.record_values(enterprise.key, entity, number) if number is not None else None
    if number is None:
        own = [field.code for field in words().entities[entity].fields if not field.pack]
        records = Records(entity, enterprise.key, rows_of(entity, [enterprise.key], own))
        number = records.number(row)
        if records.held(number) is not None:
            raise Refusal(_known())
    elif before is None:
        raise Refusal(Problem("record-gone", Text("没有这条记录", "there is no such record")), status=404)
    what = words().entities[entity].name.zh
    held = {one: before.get(one) for one in stored} if before else None
    made = [(entity, {**row, "record_id": number})]
    return take_rows(actor, enterprise.key, made, said=Said("facts.record", what, enterprise.name, why), before=held)


def attest(
    actor: Actor, enterprise: Enterprise, *, values: Texts, why: str = "", evidence: int | None = None
) -> Intake:
    """A department confirms a condition without telling the figure (`condition`, `outcome`), or narrows a figure to a
    band (`fact_entity`, `fact_field`, `fact_year`, `low`, `high`). Refusal `attestation-incomplete`."""
    require(RULES, actor, "facts.attest", subject_of(enterprise))
    stored = _attested(values)
    row = {**head(enterprise.key, ATTESTED), **stored,
           "attested_by": actor.organisation_name or actor.name, "attested_on": clock.today()}  # fmt: skip
    own = [field.code for field in words().entities["attestation"].fields]
    records = Records("attestation", enterprise.key, rows_of("attestation", [enterprise.key], own))
    row["record_id"] = records.number(row)
    said = Said("facts.attest", "部门确认", enterprise.name, why)
    return take_rows(actor, enterprise.key, [("attestation", row)], said=said, kind="attest", evidence=evidence)


def refuse_unseen(enterprise: Enterprise, seen: int | None, *, entity: str, **which: Any) -> None:
    """Refusal `changed-meanwhile` where something was said after what the actor saw, within the caller's transaction:
    of two who save at once the second waits here. `seen` None: nothing was looked at before."""
    if seen is None:
        return
    Enterprise.objects.select_for_update().get(key=enterprise.key)
    if holding.last_word(enterprise.key, entity, **which) != seen:
        raise changed_meanwhile("enterprise", f"{enterprise.key % 2**64:016x}")


def read_all(entity: str, texts: Texts) -> dict[str, Any]:
    """Stored values of typed ones; every fault at once. Fields that the entity does not have are no figures."""
    stored: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in words().entities[entity].fields:
        if field.code not in texts:
            continue
        try:
            stored[field.code] = typed(field, texts[field.code])
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(*problems, status=422)
    return stored


def _attested(values: Texts) -> dict[str, Any]:
    condition, outcome = values.get("condition", "").strip(), values.get("outcome", "").strip()
    if condition:
        if outcome not in ("是", "否"):
            raise Refusal(_incomplete(Text("确认结果：是或否", "the outcome: yes or no")), status=422)
        return {"condition": condition, "outcome": outcome == "是"}
    entity, code = values.get("fact_entity", ""), values.get("fact_field", "")
    kind = words().entities.get(entity)
    field = next((one for one in kind.fields if one.code == code and one.is_numeric), None) if kind else None
    ends = {name: typed(field, values.get(name, "")) for name in ("low", "high")} if field is not None else {}
    if field is None or all(end is None for end in ends.values()):
        accepted = Text("一个条件，或数据项及其下限、上限", "a condition, or a field with a low or high end")
        raise Refusal(_incomplete(accepted), status=422)
    year = values.get("fact_year", "").strip()
    return {"fact_entity": entity, "fact_field": code, "fact_year": int(year) if year.isdigit() else None, **ends}


def _same(was: Any, value: Any) -> bool:
    return bool(was == value or str(was) == str(value))


def _nothing_new() -> Problem:
    return Problem(
        "nothing-new",
        Text("没有填写新的内容", "nothing new was written"),
        next_step=Text("填写要新增或更正的数据后再保存", "write what is to be added or corrected, then save"),
    )


def _known() -> Problem:
    return Problem(
        "record-known",
        Text("这条记录已经有了", "this record is there already"),
        next_step=Text("在清单中打开它更正，不要重复添加", "open it in the list and correct it there"),
    )


def _incomplete(accepted: Text) -> Problem:
    return Problem(
        "attestation-incomplete", Text("确认内容不完整", "the attestation is not complete"), accepted=accepted
    )
