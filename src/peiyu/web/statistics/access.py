"""Who may do what with analyses: the office's own tables for public servants, for everybody else what may go out."""

from __future__ import annotations

from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import Rules, rule

OUTSIDE = (Role.SERVICE, Role.BANK, Role.EXPERT, Role.ENTERPRISE)

RULES: Rules = (
    rule("analyses.see", *INSIDE),
    rule("outward.see", *INSIDE, *OUTSIDE),
    rule("analyses.ask", Role.OFFICE, Role.ANALYST),
)
