"""Ledgers in, facts out: what a clerk's workbook says, cell by cell."""

from peiyu.facts.intake.acceptance import Acceptance, read_acceptances
from peiyu.facts.intake.load import ColumnAccount, Loaded, SheetAccount, load
from peiyu.facts.intake.mapping import Mapping, carried, read_mapping
from peiyu.facts.intake.markup import marked_up

__all__ = [
    "Acceptance",
    "ColumnAccount",
    "Loaded",
    "Mapping",
    "SheetAccount",
    "carried",
    "load",
    "marked_up",
    "read_acceptances",
    "read_mapping",
]
