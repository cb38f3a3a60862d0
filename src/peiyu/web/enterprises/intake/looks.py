"""The look of a ledger's headers: ledgers of one look are read by one mapping."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import yaml

from peiyu.facts.intake import ColumnAccount, Mapping, carried, read_mapping
from peiyu.facts.intake.mapping import parse_mapping
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.web.enterprises.models import SavedMapping
from peiyu.web.enterprises.words import words

_DATED = re.compile(r"(19|20)\d{2}(年度?)?|\d{1,2}月份?|第?[一二三四1-4]季度")


def look_of(columns: Sequence[ColumnAccount]) -> str:
    """A hash of the headers in order; the years and months in them do not count."""
    said = "\n".join(f"{one.column}\t{_DATED.sub('', one.header)}" for one in columns)
    return hashlib.sha256(said.encode()).hexdigest() if columns else ""


def saved_for(look: str) -> SavedMapping | None:
    """The mapping that was saved for a look."""
    return SavedMapping.objects.filter(look=look).first() if look else None


def rules_of(name: str, text: str, vocabulary: Vocabulary) -> Mapping:
    """The mapping of an intake: its own text, a carried one's name, or none. FactsError as `parse_mapping`."""
    if text:
        return parse_mapping(text, vocabulary=vocabulary)
    if name in carried():
        return read_mapping(name, vocabulary=vocabulary)
    return Mapping(vocabulary=vocabulary)


def extended(text: str, *, name: str, columns: dict[str, Any], ignore: Sequence[str]) -> str:
    """A mapping's text with more columns said; FactsError with every fault of what results."""
    raw: dict[str, Any] = yaml.safe_load(text) if text else {}
    raw.setdefault("mapping", "saved")
    raw["name"] = {"zh": name, "en": name}
    raw["columns"] = {**(raw.get("columns") or {}), **columns}
    raw["ignore"] = sorted({*(raw.get("ignore") or ()), *ignore} - set(columns))
    made = yaml.safe_dump(raw, allow_unicode=True, sort_keys=False)
    parse_mapping(made, vocabulary=words())
    return made
