"""What goes along with the rows: stand-ins that the mappings of live intakes declare, cells in quarantine."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from peiyu.facts.base import StandIn
from peiyu.facts.intake.cells import QUARANTINE
from peiyu.facts.intake.mapping import parse_mapping
from peiyu.problems import FactsError
from peiyu.web.bridge.registry import own_vocabulary, packs
from peiyu.web.enterprises.models import HeldCell, Intake

FIELDS = ("enterprise", "entity", "field", "year", "raw", "reason", "message", "suggestion", "file", "sheet", "cell")


def stand_ins() -> tuple[StandIn, ...]:
    """Every stand-in that a live intake's mapping declares, each pair of fields once, in the order of intakes."""
    texts = Intake.objects.filter(state="live").exclude(mapping="").order_by("pk").values_list("mapping", flat=True)
    found: dict[tuple[str, str, str], StandIn] = {}
    for text in dict.fromkeys(texts):
        for one in _declared(text):
            found.setdefault((one.entity, one.field, one.instead_of), one)
    return tuple(found.values())


@lru_cache(256)
def _declared(text: str) -> tuple[StandIn, ...]:
    """A mapping that a later vocabulary no longer reads declares nothing."""
    try:
        return parse_mapping(text, vocabulary=own_vocabulary(packs())).stand_ins
    except FactsError:
        return ()


def quarantine() -> pl.DataFrame:
    """The cells of live intakes that nobody has accepted, as intake keeps them beside a fact base."""
    rows = HeldCell.objects.filter(intake__state="live", accepted_at=None).order_by("intake_id", "number")
    schema = {name: QUARANTINE[name] for name in FIELDS}
    frame = pl.DataFrame(list(rows.values_list(*FIELDS)), schema=schema, orient="row")
    return frame.with_columns(pl.lit(None, pl.Int64).alias("stored")).select(*QUARANTINE)
