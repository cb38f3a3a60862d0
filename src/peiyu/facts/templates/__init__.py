"""Workbooks to fill in, one sheet an entity."""
