"""The made-up people of a demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from peiyu.web.acting.roles import Role

PASSWORD = "peiyu-demo-2026"


@dataclass(frozen=True, slots=True)
class Account:
    """One who can sign in, and as what."""

    sign_in: str
    name: str
    role: Role
    unit: str


ACCOUNTS = (
    Account("bangongshi", "周办", Role.OFFICE, "office"),
    Account("fuhe", "吴复", Role.OFFICE, "office"),
    Account("lingdao", "郑领", Role.LEADER, "office"),
    Account("keji", "王科", Role.DEPARTMENT, "science"),
    Account("shenhe", "冯审", Role.REVIEWER, "science"),
    Account("caizheng", "陈财", Role.FINANCE, "finance"),
    Account("zuzhi", "褚组", Role.CADRE, "cadre"),
    Account("yuanqu", "卫园", Role.PARK, "park"),
    Account("fenxi", "蒋析", Role.ANALYST, "statistics"),
    Account("shenji", "沈计", Role.AUDITOR, "audit"),
    Account("qiye", "韩企", Role.ENTERPRISE, "firm"),
    Account("xitong", "杨系", Role.SYSTEM, "office"),
    Account("anquan", "朱安", Role.SECURITY, "office"),
    Account("shenjiyuan", "秦审", Role.AUDIT, "office"),
)
"""Made-up people, one for each role (two in the office: a release needs a second)."""
