"""Superiors' blank forms as offices know them, each with its key written by hand."""
