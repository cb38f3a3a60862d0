"""Workbooks as forms: read from their parts, filled in the bytes of their sheets."""
