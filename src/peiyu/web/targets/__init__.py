"""Targets as they stand, gaps by household, allocation, month closing."""
