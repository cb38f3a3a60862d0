"""Who may do what with the superior's forms: the office keeps and fills them; what was reported, those inside read who
work with all of the territory's figures."""

from __future__ import annotations

from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Rules, rule

RULES: Rules = (
    rule("forms.see", Role.OFFICE, Role.ANALYST, Role.LEADER, Role.AUDITOR),
    rule("forms.keep", Role.OFFICE),
    rule("forms.fill", Role.OFFICE),
    rule("forms.report", Role.OFFICE),
)
