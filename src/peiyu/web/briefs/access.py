"""Who may do what with briefs. What went out is read by public servants; what names enterprises with their chances
stays with the leading group and its members, so that parks read only what is for everybody."""

from __future__ import annotations

from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import Rules, rule

RULES: Rules = (
    rule("briefs.see", *INSIDE),
    rule("inward.see", *(INSIDE - {Role.PARK})),
    rule("drafts.see", Role.OFFICE, Role.AUDITOR),
    rule("pending.see", Role.OFFICE, Role.AUDITOR, Role.LEADER),
    rule("briefs.compose", Role.OFFICE),
    rule("briefs.sign", Role.OFFICE, Role.LEADER),
    rule("briefs.issue", Role.OFFICE),
    rule("briefs.withdraw", Role.OFFICE, Role.LEADER),
    rule("templates.see", Role.OFFICE, Role.AUDITOR),
    rule("templates.keep", Role.OFFICE),
)
