"""Every read of readings, closings and allocations."""

from peiyu.web.targets.queries.readings import latest, line_of, lines, reading_of, visible
from peiyu.web.targets.queries.records import counts_of, records_of
from peiyu.web.targets.queries.registers import register_of
from peiyu.web.targets.queries.work import work

__all__ = ["counts_of", "latest", "line_of", "lines", "reading_of", "records_of", "register_of", "visible", "work"]
