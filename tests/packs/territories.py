"""The three territory packs as the tests of their parts read them, and the documents' figures typed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from peiyu.policy.compile.binding import Selection
from peiyu.policy.pack.load import PackRegistry, criteria_of, load_pack
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import Programme
from peiyu.policy.pack.rule import Rule

TIANJIN, BAOTOU, MODEL = "tianjin-hitech-2012", "baotou-2015", "model-zone-2026"
PACKS = (TIANJIN, BAOTOU, MODEL)
OF_THEN = (TIANJIN, BAOTOU)
"""The documents as they were issued; the model zone is a text of today."""

Typed = tuple[str, int, int | None, int | None, str]
"""Comparator, low, high, stretch, unit."""

GOALS: dict[str, dict[str, tuple[Typed, str]]] = {
    TIANJIN: {
        "new_sme": (("exactly", 1000, 1000, None, "家"), "二1"),
        "new_large": (("exactly", 70, 70, None, "家"), "二1"),
        "new_small": (("exactly", 930, 930, None, "家"), "二1"),
        "new_giants": (("floor", 35, None, None, "家"), "二1"),
        "incubator_area": (("exactly", 100_000, 100_000, None, "㎡"), "二3"),
        "alliances": (("range", 1, 2, None, "个"), "二4"),
        "rd_bodies": (("floor", 5, None, None, "个"), "二4"),
        "patents": (("above", 3000, None, None, "件"), "二4、三8"),
        "inventions_per_10k": (("floor", 30, None, None, "件/万人"), "二4"),
        "new_hnte": (("floor", 20, None, None, "家"), "二4"),
        "institutions": (("exactly", 20, 20, None, "家"), "二5"),
        "listings": (("floor", 2, None, 4, "家"), "二5"),
    },
    BAOTOU: {
        "little_giants": (("exactly", 50, 50, None, "户"), "二第1段、四（五）"),
        "alliances": (("range", 3, 5, None, "个"), "二第2段、三（三）3"),
        "products": (("exactly", 30, 30, None, "个"), "二第3段"),
        "standards": (("exactly", 30, 30, None, "项"), "二第3段"),
        "invention_filed": (("exactly", 100, 100, None, "件"), "二第3段"),
        "invention_granted": (("exactly", 50, 50, None, "件"), "二第3段"),
        "rd_bodies": (("exactly", 50, 50, None, "家"), "二第4段、三（三）2"),
        "stations": (("exactly", 10, 10, None, "家"), "二第4段、三（三）2"),
        "listings": (("floor", 5, None, None, "家"), "二第5段、三（三）4"),
    },
}
TERM = {TIANJIN: (dt.date(2012, 1, 1), dt.date(2012, 12, 31)), BAOTOU: (dt.date(2015, 1, 1), dt.date(2020, 12, 31))}


@cache
def pack_of(name: str) -> Pack:
    return load_pack(name, registry=PackRegistry())


def programme_of(name: str) -> Programme:
    held = pack_of(name).programme
    assert held is not None
    return held


def selection(name: str, **chosen: str) -> Selection:
    day = {TIANJIN: dt.date(2012, 9, 30), BAOTOU: dt.date(2018, 6, 30), MODEL: dt.date(2026, 9, 30)}[name]
    define = {f"{name}.{id_}": option for id_, option in chosen.items()}
    return Selection(as_of=day, known_at=day, rules_at=day, define=define)


def of_the_text(name: str) -> Iterator[Rule]:
    for text in pack_of(name).texts:
        for section in (text.parameters, text.sets, text.definitions, text.quantities, text.scores, text.tiers):
            yield from section.values()
        for tier in text.tiers.values():
            yield from criteria_of(tier.met_when)
