"""Lists that people filter, order and take away: declared as data, the query string is their whole state."""

from peiyu.web.look.lists.declared import Choices, Column, Filter, List, Paging
from peiyu.web.look.lists.page import show
from peiyu.web.look.lists.shown import Shown, read

__all__ = ["Choices", "Column", "Filter", "List", "Paging", "Shown", "read", "show"]
