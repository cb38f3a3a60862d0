"""The charts of a brief and the sentence that says what each shows."""

from __future__ import annotations

from peiyu.cli.brief.material import Material
from peiyu.paper.brief.values import Chart


def charts(facts: Material) -> list[Chart]:
    return []
