"""Attachments, comments and notices on any record."""
