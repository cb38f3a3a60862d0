"""The pages of the desk."""

from peiyu.web.desk.menu import MENU, menu
from peiyu.web.desk.pages.document import document
from peiyu.web.desk.pages.dossier import checkup, dossier, way, why
from peiyu.web.desk.pages.home import home
from peiyu.web.desk.pages.overview import progress, work
from peiyu.web.desk.pages.own import annual_return, own_side
from peiyu.web.desk.pages.self_check import self_check, tiers

__all__ = [
    "MENU",
    "annual_return",
    "checkup",
    "document",
    "dossier",
    "home",
    "menu",
    "own_side",
    "progress",
    "self_check",
    "tiers",
    "way",
    "why",
    "work",
]
