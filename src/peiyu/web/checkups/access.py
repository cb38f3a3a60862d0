"""Who may see check-ups, run them, and follow up what they found. A park sees and does what concerns its own."""

from __future__ import annotations

from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Rules, Subject, rule
from peiyu.web.checkups.models import FollowUp

READERS = (Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.ANALYST, Role.AUDITOR)
DOERS = (Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER)

RULES: Rules = (
    rule("checkups.see", *READERS),
    rule("checkups.see", Role.PARK, reach="own"),
    rule("checkups.run", *DOERS, Role.ANALYST),
    rule("checkups.run", Role.PARK, reach="own"),
    rule("lists.bring", *DOERS, Role.ANALYST, Role.PARK),
    rule("own.see", Role.ENTERPRISE, Role.PARK, Role.SERVICE, reach="own"),
    rule("follow_ups.open", *DOERS),
    rule("follow_ups.open", Role.PARK, reach="own"),
    rule("follow_ups.entrust", *DOERS),
    rule("follow_ups.end", Role.OFFICE),
    rule("follow_ups.end", Role.DEPARTMENT, Role.REVIEWER, Role.PARK, reach="own"),
)
"""`follow_ups.entrust`: to give a follow-up to another organisation."""


def subject_of(one: FollowUp) -> Subject:
    """Whose a follow-up is: of the organisation that does it."""
    return Subject(organisation=one.organisation_id)
