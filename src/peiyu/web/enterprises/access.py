"""Who may do what with enterprises and their facts."""

from __future__ import annotations

from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Rules, Subject, rule
from peiyu.web.enterprises.models import Enterprise, Intake

EVERYWHERE = (
    Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.FINANCE, Role.CADRE, Role.ANALYST, Role.AUDITOR,
)  # fmt: skip
"""Public servants of the whole territory."""

RULES: Rules = (
    rule("registry.see", *EVERYWHERE),
    rule("registry.see", Role.PARK, Role.ENTERPRISE, Role.SERVICE, Role.EXPERT, Role.BANK, reach="own"),
    rule("registry.export", *EVERYWHERE),
    rule("registry.export", Role.PARK, reach="own"),
    rule("confidential.find", Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.AUDITOR),
    rule("statistics.know", Role.ANALYST),
    rule("intake.read", Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER),
    rule("intake.read", Role.PARK, Role.ENTERPRISE, reach="own"),
    rule("intake.see", Role.LEADER, Role.OFFICE, Role.AUDITOR),
    rule("intake.see", Role.DEPARTMENT, Role.REVIEWER, Role.PARK, Role.ENTERPRISE, reach="own"),
    rule("intake.store", Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER),
    rule("intake.store", Role.PARK, reach="own"),
    rule("intake.undo", Role.OFFICE),
    rule("intake.undo", Role.DEPARTMENT, Role.REVIEWER, Role.PARK, reach="own"),
    rule("mapping.save", Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.PARK),
    rule("facts.declare", Role.OFFICE),
    rule("facts.declare", Role.PARK, Role.ENTERPRISE, reach="own"),
    rule("facts.verify", Role.REVIEWER),
    rule("facts.attest", Role.DEPARTMENT, Role.REVIEWER),
    rule("sources.see", *EVERYWHERE),
    rule("sources.order", Role.OFFICE),
    rule("identity.change", Role.OFFICE),
    rule("identity.merge", Role.OFFICE),
    rule("confidential.mark", Role.OFFICE),
)


def subject_of(one: Enterprise) -> Subject:
    """Whose an enterprise is: its park's, its district's, its own."""
    return Subject(areas=frozenset(filter(None, (one.park, one.district))), enterprise=one.key)


def subject_of_intake(one: Intake) -> Subject:
    """Whose an intake is: of the organisation that made it."""
    return Subject(organisation=one.organisation)
