"""The roles, where the apps look for them; defined in `acting`."""

from peiyu.web.acting.roles import ADMINISTRATORS, INSIDE, NAMES, Role

__all__ = ["ADMINISTRATORS", "INSIDE", "NAMES", "Role"]
