"""The outlook of targets, from the pipeline and not from a straight line."""

from peiyu.insight.forecast.outlook import forecast, with_outlooks

__all__ = ["forecast", "with_outlooks"]
