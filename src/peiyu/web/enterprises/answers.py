"""Enterprises, facts and imports as the API's answers show them."""

from __future__ import annotations

from django.db.models import Count

from peiyu.facts.base.schema import PERIOD_COLUMNS
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Text
from peiyu.web.enterprises.intake.states import NAMES
from peiyu.web.enterprises.models import Enterprise, Finding, Intake, UnmatchedName
from peiyu.web.enterprises.queries.intakes import job_of, levels
from peiyu.web.enterprises.queries.standing import Row
from peiyu.web.enterprises.queries.values import field_of, plain, unit_of
from peiyu.web.enterprises.schemas import CellOut, EnterpriseOut, FactOut, IntakeOut, ValueOut
from peiyu.web.look.schemas import Said, said, written_key

SAME = ("code", "name", "park", "district", "industry", "leading_industry", "founded", "origin_route", "status",
        "revenue", "revenue_year", "staff", "changed_at")  # fmt: skip


def enterprise(one: Enterprise) -> EnterpriseOut:
    """An enterprise."""
    return EnterpriseOut(
        key=written_key(one.key),
        former_names=[name for name in one.former_names.splitlines() if name],
        **{name: getattr(one, name) for name in SAME},
    )


def fact(entity: str, row: Row) -> FactOut:
    """A row of facts."""
    kind = vocabulary().entities[entity]
    period = [str(row[name]) for name in PERIOD_COLUMNS[kind.period] if row.get(name) is not None]
    values = [ValueOut(field=one.code, name=said(one.name), value=plain(field_of(entity, one.code), row[one.code]),
                       unit=said(unit_of(one)))
              for one in kind.fields if row.get(one.code) is not None]  # fmt: skip
    return FactOut(
        entity=entity, record_id=row["record_id"], period=period, known_from=row["known_from"], source=row["source"],
        intake=row["intake_id"], values=values,
    )  # fmt: skip


def intake(one: Intake) -> IntakeOut:
    """An import, with what was found in it counted."""
    found, job = levels(one), job_of(one)
    open_names = UnmatchedName.objects.filter(intake=one, settled="").aggregate(n=Count("pk"))["n"]
    return IntakeOut(
        id=one.pk, name=one.name, kind=one.kind, state=one.state, state_said=said(NAMES[one.state]), source=one.source,
        total=one.total, stored=one.stored, errors=found.get("error", 0), warnings=found.get("warning", 0),
        unmatched=open_names, job=job.pk if job else None, by=one.by_name, at=one.at, live_at=one.live_at,
    )  # fmt: skip


def cell(one: Finding) -> CellOut:
    """A problem of an import."""
    where = "!".join(part for part in (f"{one.file}[{one.sheet}]" if one.sheet else one.file, one.cell) if part)
    return CellOut(
        number=one.number, code=one.code, level=one.level, where=where, found=one.found,
        message=_kept(one.said.get("message")) or said(Text("", "")), accepted=_kept(one.said.get("accepted")),
        next_step=_kept(one.said.get("next_step")),
    )  # fmt: skip


def _kept(text: list[str] | None) -> Said | None:
    return Said(zh=text[0], en=text[1]) if text else None
