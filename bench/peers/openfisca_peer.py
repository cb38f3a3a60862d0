"""openfisca-core: a vectorised microsimulation engine; one variable a rule, NumPy formulas."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import YEAR
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.peers import CLASS_2_BANDS, COLUMNS, COST_BANDS, SALES_BANDS, STAFF_BANDS

NAME = "openfisca-core"
LARGEST = 1_000_000
PERIOD = "2025"
FIRM = build_entity(key="firm", plural="firms", label="a firm", is_person=True)


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros_like(part, dtype=np.float32), where=whole != 0)


def banded(value: np.ndarray, bands: tuple[tuple[float, int], ...]) -> np.ndarray:
    return np.select([value >= bound for bound, _ in bands], [points for _, points in bands], default=0)


def variable(name: str, formula: object = None, kind: type = float) -> type[Variable]:
    parts: dict[str, object] = {"value_type": kind, "entity": FIRM, "definition_period": YEAR, "label": name}
    if formula is not None:
        parts["formula"] = formula
    return type(name, (Variable,), parts)


def staff_points(firm, period):  # type: ignore[no-untyped-def]
    return banded(ratio(firm("sci_staff", period), firm("staff", period)), STAFF_BANDS)


def rd_points(firm, period):  # type: ignore[no-untyped-def]
    by_sales = banded(ratio(firm("rd_119", period), firm("sales", period)), SALES_BANDS)
    return np.maximum(by_sales, banded(ratio(firm("rd_119", period), firm("cost_expense", period)), COST_BANDS))


def ip_points(firm, period):  # type: ignore[no-untyped-def]
    return np.where(firm("class_1_ip", period) >= 1, 30, banded(firm("class_2_ip", period), CLASS_2_BANDS))


def points(firm, period):  # type: ignore[no-untyped-def]
    return firm("staff_points", period) + firm("rd_points", period) + firm("ip_points", period)


def met(firm, period):  # type: ignore[no-untyped-def]
    small = (firm("staff", period) <= 500) & (firm("sales", period) <= 2e8) & (firm("total_assets", period) <= 2e8)
    return small & (firm("points", period) >= 60) & (firm("staff_points", period) > 0)


def system() -> TaxBenefitSystem:
    made = TaxBenefitSystem([FIRM])
    for name in COLUMNS:
        made.add_variable(variable(name))
    for formula in (staff_points, rd_points, ip_points, points):
        made.add_variable(variable(formula.__name__, formula))
    made.add_variable(variable("met", met, bool))
    return made


def run(columns: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    simulation = SimulationBuilder().build_default_simulation(system(), count=len(columns["staff"]))
    for name in COLUMNS:
        simulation.set_input(name, PERIOD, columns[name])
    return simulation.calculate("points", PERIOD), simulation.calculate("met", PERIOD)
