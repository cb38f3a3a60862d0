"""The facts of one enterprise as they were brought, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Problem, Text
from peiyu.web.enterprises.models import FACT_MODELS
from peiyu.web.enterprises.queries.standing import Row, rows_of
from peiyu.web.look.refusal import Refusal


def facts_of(key: int, entity: str = "") -> Iterator[tuple[str, Row]]:
    """Entity and row of everything visible that is no statistical return, in the order of the vocabulary; of one entity
    if it is named. Refusal `entity-unknown`."""
    if entity and entity not in FACT_MODELS:
        accepted = Text("、".join(FACT_MODELS), ", ".join(FACT_MODELS))
        said = Text("没有这类数据", "there is no such entity")
        raise Refusal(Problem("entity-unknown", said, found=entity, accepted=accepted), status=422)
    for name in [entity] if entity else FACT_MODELS:
        own = [field.code for field in vocabulary().entities[name].fields if not field.pack]
        yield from ((name, row) for row in rows_of(name, [key], own))
