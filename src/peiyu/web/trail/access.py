"""Who may read the trail. The audit administrator sees who did what, and the contents of what changed only where it
concerns people and rights; the auditor sees all of it."""

from __future__ import annotations

from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Rules, rule

RULES: Rules = (
    rule("trail.see", Role.AUDIT, Role.AUDITOR),
    rule("trail.export", Role.AUDIT, Role.AUDITOR),
    rule("trail.check", Role.AUDIT, Role.AUDITOR),
    rule("trail.rights", Role.AUDIT, Role.AUDITOR),
    rule("trail.business", Role.AUDITOR),
)

RIGHTS = frozenset({"person", "organisation", "post", "consent", "token", "session", "trail"})
"""Kinds of records whose contents are about people and rights: `trail.rights`; every other is `trail.business`."""
