"""bkflow-dmn: decision tables by the DMN standard, conditions in FEEL, one record at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from bkflow_dmn.api import decide_single_table

from bench.peers import CLASS_2_BANDS, COLUMNS, COST_BANDS, SALES_BANDS, STAFF_BANDS

NAME = "bkflow-dmn"
LARGEST = 2_000


def table(title: str, value: str, bands: Sequence[tuple[float, int]]) -> dict[str, object]:
    conditions = [f"{value} >= {float(bound)}" for bound, _ in bands] + ["true"]
    outputs = [[str(points)] for _, points in bands] + [["0"]]
    return {
        "title": title,
        "hit_policy": "First",
        "inputs": {"cols": [{"id": "when"}], "rows": conditions},
        "outputs": {"cols": [{"id": "points"}], "rows": outputs},
    }


TABLES = {
    "staff": table("staff", "sci_staff / staff", STAFF_BANDS),
    "sales": table("sales", "rd_119 / sales", SALES_BANDS),
    "cost": table("cost", "rd_119 / cost_expense", COST_BANDS),
    "class_2": table("class 2", "class_2_ip", CLASS_2_BANDS),
    "class_1": table("class 1", "class_1_ip", ((1, 30),)),
    "met": {
        "title": "met",
        "hit_policy": "First",
        "inputs": {
            "cols": [{"id": "when"}],
            "rows": [
                "staff <= 500.0 and sales <= 200000000.0 and total_assets <= 200000000.0"
                " and points >= 60.0 and staff_points > 0.0",
                "true",
            ],
        },
        "outputs": {"cols": [{"id": "points"}], "rows": [["1"], ["0"]]},
    },
}


def decided(name: str, facts: Mapping[str, float]) -> int:
    return int(decide_single_table(TABLES[name], dict(facts))[0]["points"])


def one(facts: dict[str, float]) -> tuple[int, bool]:
    staff = decided("staff", facts)
    research = max(decided("sales", facts), decided("cost", facts))
    points = staff + research + (decided("class_1", facts) or decided("class_2", facts))
    return points, decided("met", {**facts, "points": float(points), "staff_points": float(staff)}) == 1


def run(columns: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    rows = zip(*(columns[name].tolist() for name in COLUMNS), strict=True)
    results = [one(dict(zip(COLUMNS, map(float, values), strict=True))) for values in rows]
    return np.array([points for points, _ in results]), np.array([met for _, met in results])
