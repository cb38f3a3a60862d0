"""Who may do what with rounds, their units and what comes back.

What a unit does, it does within its own reach: an organisation in its scope, or an enterprise that it stands for.
Departments start statistical rounds of their own, and see and chase the units of these.
"""

from __future__ import annotations

from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import Rules, rule

WATCHING = (Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR)
ANSWERING = (Role.DEPARTMENT, Role.PARK, Role.FINANCE, Role.CADRE, Role.ENTERPRISE, Role.SERVICE)
UNITS = (Role.DEPARTMENT, Role.REVIEWER, Role.PARK, Role.FINANCE, Role.CADRE)

RULES: Rules = (
    rule("rounds.see", *WATCHING),
    rule("rounds.see", *UNITS, Role.ENTERPRISE, Role.SERVICE, reach="own"),
    rule("rounds.make", Role.OFFICE),
    rule("rounds.make", Role.DEPARTMENT, reach="own"),
    rule("rounds.start", Role.OFFICE),
    rule("rounds.start", Role.DEPARTMENT, reach="own"),
    rule("rounds.take", Role.OFFICE, Role.PARK),
    rule("units.see", *WATCHING),
    rule("units.see", *UNITS, Role.ENTERPRISE, Role.SERVICE, reach="own"),
    rule("units.remind", Role.OFFICE),
    rule("units.remind", Role.DEPARTMENT, reach="own"),
    rule("extensions.ask", Role.DEPARTMENT, Role.PARK, Role.FINANCE, Role.CADRE, Role.ENTERPRISE, reach="own"),
    rule("extensions.answer", Role.OFFICE),
    rule("extensions.answer", Role.DEPARTMENT, reach="own"),
    rule("burden.see", *INSIDE),
    rule("answers.give", *ANSWERING, reach="own"),
    rule("arrivals.bring", Role.OFFICE),
    rule("arrivals.bring", *ANSWERING, reach="own"),
    rule("arrivals.see", Role.OFFICE, Role.LEADER, Role.AUDITOR),
    rule("arrivals.see", Role.DEPARTMENT, Role.REVIEWER, reach="own"),
    rule("arrivals.settle", Role.OFFICE),
    rule("arrivals.settle", Role.DEPARTMENT, Role.REVIEWER, reach="own"),
    rule("submissions.hand_in", *ANSWERING, reach="own"),
    rule("submissions.hand_in_for", Role.OFFICE),
    rule("submissions.hand_in_for", Role.DEPARTMENT, reach="own"),
    rule("submissions.review", Role.OFFICE),
    rule("submissions.review", Role.DEPARTMENT, Role.REVIEWER, reach="own"),
    rule("closings.propose", Role.OFFICE),
    rule("closings.propose", Role.DEPARTMENT, reach="own"),
    rule("closings.close", Role.OFFICE, Role.LEADER),
    rule("closings.close", Role.DEPARTMENT, Role.REVIEWER, reach="own"),
)
