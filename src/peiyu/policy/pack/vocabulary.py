"""The vocabulary with the fields that packs add of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peiyu.facts.vocabulary.load import Vocabulary, vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.pack.model import Pack


def with_own_fields(packs: Iterable[Pack]) -> Vocabulary:
    """The common vocabulary with the own fields (`pack.field`) of these packs: what `facts.intake.load`,
    `facts.templates.write` and `FactBaseWriter` take in order to read, ask for and store them. Packs that these use
    are to be among them. Without any such field it is the common vocabulary itself."""
    return vocabulary().extended(one for pack in packs for one in own_fields(pack))


def own_fields(pack: Pack) -> Iterator[Field]:
    """A pack's own fields, each once; of a field that several of its texts state, as the last one says it."""
    yield from {(one.entity, one.code): one for text in pack.texts for one in text.fields.values()}.values()
