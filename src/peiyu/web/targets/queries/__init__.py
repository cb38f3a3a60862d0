"""Every read of readings, closings and allocations."""

from peiyu.web.targets.queries.readings import latest, line_of, lines, reading_of, visible

__all__ = ["latest", "line_of", "lines", "reading_of", "visible"]
