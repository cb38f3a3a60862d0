"""Who may do what with readings, closings and allocations."""

from __future__ import annotations

from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import Rules, rule

RULES: Rules = (
    rule("targets.see", *INSIDE),
    rule("records.see", *(INSIDE - {Role.PARK})),
    rule("records.see", Role.PARK, reach="own"),
    rule("gaps.see", Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.ANALYST, Role.AUDITOR),
    rule("gaps.see", Role.PARK, reach="own"),
    rule("targets.measure", Role.OFFICE, Role.ANALYST),
    rule("looks.see", Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR),
    rule("closings.propose", Role.OFFICE),
    rule("closings.close", Role.OFFICE, Role.LEADER),
    rule("allocations.see", Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR, Role.CADRE),
    rule("allocations.see", Role.DEPARTMENT, Role.REVIEWER, Role.PARK, Role.FINANCE, reach="own"),
    rule("allocations.make", Role.OFFICE),
    rule("shares.answer", Role.DEPARTMENT, Role.REVIEWER, Role.PARK, Role.FINANCE, reach="own"),
    rule("shares.divide", Role.OFFICE),
    rule("shares.divide", Role.DEPARTMENT, Role.REVIEWER, Role.PARK, Role.FINANCE, reach="own"),
)
