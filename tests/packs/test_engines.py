"""The enterprises of every case, on the boundaries and in the holes, through the embedded engine as well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.bind import bind
from peiyu.policy.engine.embedded import run_frame
from peiyu.policy.engine.embedded.run import row_of
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.pack.load import PackRegistry, read_cases, read_pack
from peiyu.policy.pack.model import Case
from peiyu.policy.testing.cases import selection_of, snapshot_of_case
from peiyu.policy.testing.enterprises import write_base

REGISTRY = PackRegistry()
PACKS = (
    "cn-size-2011",
    "cn-tech-sme-2017",
    "cn-hnte",
    "cn-gradient-2022",
    "cn-gradient-2026",
    "tianjin-hitech-2012",
    "baotou-2015",
    "model-zone-2026",
)


def numbered(case: Case, number: int) -> Snapshot:
    """The case's enterprise, one of many, without a pack's own fields: the carried vocabulary stores none."""
    one = snapshot_of_case(case)
    kept = {key: datum for key, datum in one.facts.items() if "." not in key[1]}
    return replace(one, enterprise=number, code=f"local:{number}", name=f"case {number}", facts=kept)


def alike(name: str) -> list[list[Case]]:
    """The cases of a pack that one binding serves together."""
    loading = read_pack(name, registry=REGISTRY)
    assert loading.pack is not None
    cases, _ = read_cases(loading.pack, used=loading.used)
    together: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        together[repr((case.as_of, case.event, case.define, case.parameters))].append(case)
    return list(together.values())


@pytest.mark.parametrize("name", PACKS)
def test_the_embedded_engine_says_what_the_reference_says_of_every_case(name: str, tmp_path: Path) -> None:
    for place, cases in enumerate(alike(name)):
        binding = bind(REGISTRY, [name], selection_of(cases[0]))
        firms = [numbered(case, number) for number, case in enumerate(cases, 1)]
        frame = run_frame(binding, write_base(firms, tmp_path / str(place)))
        rows = {row["enterprise"]: row for row in frame.iter_rows(named=True)}
        assert len(rows) == len(firms)
        for case, firm in zip(cases, firms, strict=True):
            for column, value in row_of(evaluate(binding, firm)).items():
                found = rows[firm.enterprise][column]
                where = f"{case.span.file}:{case.span.line} {case.of} {column}"
                assert found == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value), where
