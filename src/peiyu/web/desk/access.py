"""Who sees which of the desk's pages."""

from __future__ import annotations

from peiyu.web.acting.roles import ADMINISTRATORS, INSIDE, Role
from peiyu.web.acting.rules import Rules, rule

RULES: Rules = (
    rule("document.see", *INSIDE),
    rule("progress.see", *INSIDE),
    rule("dossier.see", *INSIDE),
    rule("dossier.see", Role.ENTERPRISE, Role.SERVICE, Role.BANK, Role.EXPERT, reach="own"),
    rule("own.see", Role.ENTERPRISE, Role.PARK, Role.SERVICE, reach="own"),
    rule("work.see", *(set(Role) - ADMINISTRATORS)),
    rule("work.see", *ADMINISTRATORS),
)
