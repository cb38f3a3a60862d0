"""The columns of a round's sheets: one order for writing them and for reading them back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from peiyu.facts.round.model import AskedSheet
from peiyu.facts.templates.cells import UNITS
from peiyu.facts.templates.write import columns_of
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import Field

Role = Literal["serial", "name", "code", "field", "said", "record"]
"""序号, 企业名称, 统一社会信用代码, what is asked, 说明, and the number of a list's record."""

SERIAL, NAME, CODE, SAID, RECORD = "序号", "企业名称", "统一社会信用代码", "说明", "记录号"
REQUIRED = "*"
KEPT = 64


@dataclass(frozen=True, slots=True)
class Column:
    """One column as printed. `key` names it in the mark: a field's code, or #role."""

    role: Role
    header: str
    field: Field | None = None
    unit: str = ""
    required: bool = False

    @property
    def key(self) -> str:
        return self.field.code if self.field is not None else f"#{self.role}"


@lru_cache(KEPT)
def columns(sheet: AskedSheet, vocabulary: Vocabulary) -> tuple[Column, ...]:
    """Who, what is asked, the sentence beside it; of lists at the end the record's number."""
    entity = vocabulary.entities[sheet.entity]
    headers = {one.source: one.header for one in columns_of(entity, vocabulary)}
    who = (Column("name", NAME), Column("code", CODE)) if entity.of == "enterprise" else ()
    record = (Column("record", RECORD),) if entity.period == "none" else ()
    return (
        Column("serial", SERIAL), *who, *(_asked(one, sheet, headers, vocabulary) for one in sheet.fields),
        Column("said", SAID), *record,
    )  # fmt: skip


def _asked(code: str, sheet: AskedSheet, headers: dict[str, str], vocabulary: Vocabulary) -> Column:
    field = vocabulary.field(sheet.entity, code)
    required = code in sheet.required
    return Column(
        "field", headers[code] + (REQUIRED if required else ""), field, UNITS.get(field.type, ""), required=required
    )
