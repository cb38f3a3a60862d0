"""Peiyu (培育): a policy, written once as data, runs a city's promise to cultivate its SMEs."""

__version__ = "0.1.0"
