"""Who states a fact by hand, as its source names him: declared and verified figures stand side by side."""

from __future__ import annotations

from peiyu.problems import Text
from peiyu.web.acting.roles import Role

DECLARED = "企业填报"
VERIFIED = "部门核实"
OFFICE = "办公室录入"
ATTESTED = "部门确认"
MADE_UP = "虚构"

BY_ROLE: dict[Role, str] = {
    Role.ENTERPRISE: DECLARED,
    Role.PARK: DECLARED,
    Role.SERVICE: DECLARED,
    Role.OFFICE: OFFICE,
    Role.REVIEWER: VERIFIED,
}
"""The source of what a role types in."""

NAMES: dict[str, Text] = {
    DECLARED: Text(DECLARED, "declared by the enterprise"),
    VERIFIED: Text(VERIFIED, "verified by the department"),
    OFFICE: Text(OFFICE, "entered by the office"),
    ATTESTED: Text(ATTESTED, "attested by a department"),
    MADE_UP: Text(MADE_UP, "made up"),
}


def said(source: str) -> Text | str:
    """A source as people read it; other sources are names of files and registers."""
    return NAMES.get(source, source)
