"""zen-engine (GoRules): a decision graph of tables and expressions, evaluated in batches."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence

import numpy as np
import zen

from bench.peers import CLASS_2_BANDS, COLUMNS, COST_BANDS, SALES_BANDS, STAFF_BANDS

NAME = "zen-engine"
LARGEST = 100_000


def table(node: str, field: str, bands: Sequence[tuple[float, int]], output: str) -> dict[str, object]:
    rules = [{"_id": f"{node}{i}", "in": f">= {bound}", "out": str(points)} for i, (bound, points) in enumerate(bands)]
    rules.append({"_id": f"{node}else", "in": "", "out": "0"})
    content = {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": "in", "name": field, "field": field}],
        "outputs": [{"id": "out", "name": output, "field": output}],
        "rules": rules,
    }
    return {"id": node, "name": node, "type": "decisionTableNode", "content": content}


def expressions(node: str, pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
    rows = [{"id": f"{node}{i}", "key": key, "value": value} for i, (key, value) in enumerate(pairs)]
    return {"id": node, "name": node, "type": "expressionNode", "content": {"expressions": rows, "passThrough": True}}


def graph() -> str:
    nodes = [
        {"id": "start", "name": "start", "type": "inputNode"},
        expressions(
            "ratios",
            [
                ("r_staff", "staff == 0 ? 0 : sci_staff / staff"),
                ("r_sales", "sales == 0 ? 0 : rd_119 / sales"),
                ("r_cost", "cost_expense == 0 ? 0 : rd_119 / cost_expense"),
            ],
        ),
        table("staff", "r_staff", STAFF_BANDS, "p_staff"),
        table("sales", "r_sales", SALES_BANDS, "p_sales"),
        table("cost", "r_cost", COST_BANDS, "p_cost"),
        table("class2", "class_2_ip", CLASS_2_BANDS, "p_class2"),
        expressions(
            "sum",
            [
                ("points", "p_staff + max([p_sales, p_cost]) + (class_1_ip >= 1 ? 30 : p_class2)"),
                (
                    "met",
                    "staff <= 500 and sales <= 200000000 and total_assets <= 200000000 and p_staff > 0"
                    " and p_staff + max([p_sales, p_cost]) + (class_1_ip >= 1 ? 30 : p_class2) >= 60",
                ),
            ],
        ),
        {"id": "end", "name": "end", "type": "outputNode"},
    ]
    order = [str(node["id"]) for node in nodes]
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in itertools.pairwise(order)]
    return json.dumps({"nodes": nodes, "edges": edges})


def run(columns: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    engine = zen.ZenEngine({"loader": lambda key: graph()})
    rows = [
        dict(zip(COLUMNS, values, strict=True)) for values in zip(*(columns[c].tolist() for c in COLUMNS), strict=True)
    ]
    results = engine.evaluate_batch([{"key": "sme", "context": row} for row in rows])
    answers = [one["data"]["result"] for one in results]
    return np.array([a["points"] for a in answers]), np.array([a["met"] for a in answers])
