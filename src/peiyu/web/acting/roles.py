"""The roles of clauses.md §3, as data."""

from __future__ import annotations

from enum import Enum

from peiyu.problems import Text


class Role(Enum):
    """What a post entitles to; the tables of each app's `access` say to what."""

    LEADER = "leader"
    OFFICE = "office"
    DEPARTMENT = "department"
    REVIEWER = "reviewer"
    PARK = "park"
    FINANCE = "finance"
    CADRE = "cadre"
    ENTERPRISE = "enterprise"
    SERVICE = "service"
    EXPERT = "expert"
    BANK = "bank"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


NAMES: dict[Role, Text] = {
    Role.LEADER: Text("领导", "leader"),
    Role.OFFICE: Text("办公室", "the group's office"),
    Role.DEPARTMENT: Text("部门填报员", "department, reporting"),
    Role.REVIEWER: Text("部门审核员", "department, reviewing"),
    Role.PARK: Text("园区填报员", "park officer"),
    Role.FINANCE: Text("财政", "finance"),
    Role.CADRE: Text("组织部门", "organisation department"),
    Role.ENTERPRISE: Text("企业用户", "enterprise"),
    Role.SERVICE: Text("服务机构", "service organisation"),
    Role.EXPERT: Text("专家、导师", "expert or mentor"),
    Role.BANK: Text("金融机构", "financial institution"),
    Role.ANALYST: Text("分析员", "analyst"),
    Role.AUDITOR: Text("审计", "auditor"),
    Role.SYSTEM: Text("系统管理员", "system administrator"),
    Role.SECURITY: Text("安全管理员", "security administrator"),
    Role.AUDIT: Text("审计管理员", "audit administrator"),
}

ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDIT})
"""三员: none of them has another's rights, and none sees business data."""

INSIDE = frozenset(Role) - ADMINISTRATORS - {Role.ENTERPRISE, Role.SERVICE, Role.EXPERT, Role.BANK}
"""Public servants: what an office shows among its own."""
