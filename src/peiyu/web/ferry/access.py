"""Who may do what with packages: the security administrator says whose keys are trusted and sees no contents; the
office and the parks carry."""

from __future__ import annotations

from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Rules, rule

RULES: Rules = (
    rule("keys.see", Role.OFFICE, Role.PARK, Role.SECURITY, Role.AUDITOR),
    rule("keys.trust", Role.SECURITY),
    rule("packages.see", Role.OFFICE, Role.AUDITOR),
    rule("packages.see", Role.PARK, reach="own"),
    rule("packages.make", Role.OFFICE),
    rule("packages.make", Role.PARK, reach="own"),
    rule("packages.bring", Role.OFFICE, Role.PARK),
)
