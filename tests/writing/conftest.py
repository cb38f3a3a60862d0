"""A small made-up zone of 2012, measured once."""

from __future__ import annotations

import datetime as dt

import pytest

from peiyu.madeup import Zone, write
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.writing.brief.gather import Question, gather
from peiyu.writing.brief.material import Material, Order

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Everything that an issue of the zone tells of."""
    base = write(Zone(kind=PACK, companies=80, as_of=DAY), tmp_path_factory.mktemp("zone") / "facts")
    registry, packs, names = PackRegistry.of(()), {}, [PACK]
    while names:
        pack = load_pack(names.pop(), registry=registry)
        packs[pack.id] = pack
        names += [one for one in pack.uses if one not in packs]
    question = Question(pack=PACK, packs=packs, base=base, day=DAY, define={})
    return gather(question, Order(), forecast_=True, progress=lambda share: None)
