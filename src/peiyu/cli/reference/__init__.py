"""The generated pages of docs/reference, each from what it describes: `python -m peiyu.cli.reference docs/reference`.

Written by hand and only checked by tests: conditions.md (the language) and files.md (what is read and written).
"""
