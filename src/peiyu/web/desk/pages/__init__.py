"""The pages of the desk."""

from peiyu.web.desk.menu import MENU, menu
from peiyu.web.desk.pages.document import document
from peiyu.web.desk.pages.dossier import checkup, dossier, way, why
from peiyu.web.desk.pages.home import home
from peiyu.web.desk.pages.overview import progress, work
from peiyu.web.desk.pages.self_check import self_check, tiers

__all__ = [
    "MENU",
    "checkup",
    "document",
    "dossier",
    "home",
    "menu",
    "progress",
    "self_check",
    "tiers",
    "way",
    "why",
    "work",
]
