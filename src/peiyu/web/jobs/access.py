"""Who may see jobs and stop them: everybody those of the own organisation, the office all."""

from __future__ import annotations

from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Rules, rule

RULES: Rules = (
    rule("jobs.see", Role.OFFICE),
    rule("jobs.see", *(set(Role) - {Role.OFFICE}), reach="own"),
    rule("jobs.cancel", Role.OFFICE),
    rule("jobs.cancel", *(set(Role) - {Role.OFFICE}), reach="own"),
)
