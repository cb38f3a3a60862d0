"""What an issue is composed of: the figures of a closed reading, measured again on the very facts that it stood on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from peiyu.facts.base import FactBase
from peiyu.web.bridge.asking import with_used
from peiyu.web.bridge.export import base_of, export
from peiyu.web.bridge.registry import packs
from peiyu.web.enterprises.models import Enterprise
from peiyu.writing.brief.gather import Question, gather
from peiyu.writing.brief.material import Material, Order

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What a reading stood on: its pack with its hash, day, options, order of sources, the hash of its fact base."""

    pack: str
    pack_hash: str
    day: dt.date
    known_at: dt.date
    define: Mapping[str, str]
    precedence: tuple[str, ...] = ()
    facts: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The material of an issue; whether it comes from the very base of the reading (else from the facts of now, by
    what was known then), and from the very text of the pack."""

    material: Material
    same_base: bool
    same_pack: bool


def material(frozen: Frozen, order: Order, *, outlooks: bool, progress: Progress) -> Gathered:
    """Everything that an issue tells of. An enterprise that has become confidential since is not named. The errors of
    `insight.measure.measure`."""
    base, same = frozen_base(frozen, progress)
    used = with_used(packs(), (frozen.pack,))
    asked = Question(
        pack=frozen.pack, packs=used, base=base, day=frozen.day, known_at=frozen.known_at, define=frozen.define,
        precedence=frozen.precedence,
        unlisted=frozenset(Enterprise.objects.filter(sensitive=True).values_list("key", flat=True)),
    )  # fmt: skip
    found = gather(asked, order, forecast_=outlooks, progress=lambda share: progress(0.2 + 0.8 * share))
    return Gathered(found, same, used[frozen.pack].hash == frozen.pack_hash)


def frozen_base(frozen: Frozen, progress: Progress) -> tuple[FactBase, bool]:
    """The base of the reading; where it is gone, the facts of now."""
    held = base_of(frozen.facts)
    if held is not None:
        return held, True
    made = export(progress=lambda share: progress(0.2 * share))
    return made, made.manifest.hash == frozen.facts
