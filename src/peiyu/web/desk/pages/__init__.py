"""The pages of the desk."""

from peiyu.web.desk.menu import MENU, menu
from peiyu.web.desk.pages.document import document
from peiyu.web.desk.pages.home import home

__all__ = ["MENU", "document", "home", "menu"]
