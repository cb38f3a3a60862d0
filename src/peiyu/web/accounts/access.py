"""Who may do what with people, organisations, posts and consents."""

from __future__ import annotations

from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Rules, rule

RULES: Rules = (
    rule("people.see", Role.SYSTEM, Role.SECURITY, Role.AUDIT, Role.OFFICE),
    rule("people.keep", Role.SYSTEM),
    rule("people.unlock", Role.SECURITY),
    rule("posts.grant", Role.SECURITY),
    rule("organisations.keep", Role.SYSTEM, Role.OFFICE),
    rule("consents.see", Role.OFFICE, Role.AUDITOR, Role.AUDIT),
    rule("consents.see", Role.PARK, Role.ENTERPRISE, Role.SERVICE, reach="own"),
    rule("consents.record", Role.OFFICE),
    rule("consents.record", Role.PARK, Role.ENTERPRISE, reach="own"),
    rule("work.hand_over", Role.OFFICE, Role.SECURITY),
    rule("tokens.own", *(set(Role) - {Role.ENTERPRISE, Role.SERVICE, Role.EXPERT, Role.BANK})),
)
