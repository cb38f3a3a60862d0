"""Who may do what with packs, evaluations, definitions and trials."""

from __future__ import annotations

from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import Rules, rule

WORKERS = (Role.OFFICE, Role.ANALYST)

RULES: Rules = (
    rule("packs.see", *INSIDE),
    rule("drafts.see", Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR),
    rule("drafts.write", Role.OFFICE),
    rule("drafts.release", Role.OFFICE, Role.LEADER),
    rule("texts.withdraw", Role.OFFICE),
    rule("territory.choose", Role.OFFICE),
    rule("definitions.lock", Role.OFFICE),
    rule("definitions.compare", *WORKERS),
    rule("evaluations.see", *INSIDE),
    rule("evaluations.ask", Role.OFFICE),
    rule("trials.see", Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR),
    rule("trials.make", *WORKERS),
    rule("verdicts.see", *(INSIDE - {Role.PARK})),
    rule("verdicts.see", Role.PARK, Role.ENTERPRISE, reach="own"),
    rule("prospects.see", Role.OFFICE, Role.LEADER, Role.DEPARTMENT, Role.REVIEWER, Role.ANALYST, Role.AUDITOR),
    rule("prospects.see", Role.PARK, reach="own"),
)
