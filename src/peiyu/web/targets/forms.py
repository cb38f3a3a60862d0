"""What is typed about allocations, as values: shape only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from peiyu.problems import Problem, Text
from peiyu.web.look.grid import Grid, Place, Side
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.actions.allocations import Ask
from peiyu.web.targets.models import Allocation, Share

COLUMNS = (
    Side("capacity", Text("企业数", "Enterprises")),
    Side("history", Text("已完成数", "Done so far")),
    Side("floor", Text("下限", "Floor")),
    Side("ceiling", Text("上限", "Ceiling")),
    Side("fixed", Text("已定数", "Fixed at")),
)
MOST = 2**31 - 1


def whole(typed: str, name: Text, *, least: int = 0) -> int:
    """A whole number. Refusal `not-whole`."""
    found = typed.strip().replace(",", "").replace("，", "")
    if not (found.isascii() and found.isdecimal() and least <= int(found) <= MOST):
        raise Refusal(not_whole(typed, name), status=422)
    return int(found)


def not_whole(typed: str, name: Text) -> Problem:
    """The problem of what is no whole number."""
    return Problem(
        "not-whole", Text(f"{name.zh}应为不小于零的整数", f"{name.en}: a whole number, zero or more"), found=typed[:40],
        accepted=Text("如 120", "such as 120"), next_step=Text("改写这个数", "write the number anew"),
    )  # fmt: skip


def grid_of(shares: Sequence[Share], typed: Mapping[Place, str] | None = None,
            problems: Mapping[Place, tuple[Problem, ...]] | None = None) -> Grid:  # fmt: skip
    """What a draft's shares are made of, as it is typed into."""
    held = {(str(one.pk), "capacity"): str(one.capacity) for one in shares} | {
        (str(one.pk), "history"): str(one.history) for one in shares
    }
    for one in shares:
        for name in ("floor", "ceiling"):
            value = getattr(one, name)
            held[str(one.pk), name] = "" if value is None else str(value)
        held[str(one.pk), "fixed"] = str(one.number) if one.fixed else ""
    return Grid(
        name="share", said=Text("各单位的权重和上下限", "Weights and bounds of each organisation"),
        rows=tuple(Side(str(one.pk), Text(one.name, one.name)) for one in shares), columns=COLUMNS,
        corner=Text("单位", "Organisation"), values=typed if typed is not None else held, problems=problems or {},
    )  # fmt: skip


def asked_of(grid: Grid, sent: Mapping[str, str]) -> tuple[dict[int, Ask], Grid]:
    """What was typed, by share; and the grid with it and with what cannot be read."""
    typed = grid.given(sent)
    problems: dict[Place, tuple[Problem, ...]] = {}
    numbers: dict[Place, int | None] = {}
    for place, word in typed.items():
        name = next(one.name for one in COLUMNS if one.key == place[1])
        try:
            numbers[place] = whole(word, name) if word else None
        except Refusal as refusal:
            problems[place] = refusal.problems
    asked = {
        int(row.key): Ask(
            capacity=numbers.get((row.key, "capacity")) or 0, history=numbers.get((row.key, "history")) or 0,
            floor=numbers.get((row.key, "floor")), ceiling=numbers.get((row.key, "ceiling")),
            fixed=numbers.get((row.key, "fixed")),
        )
        for row in grid.rows
    }  # fmt: skip
    made = Grid(name=grid.name, said=grid.said, rows=grid.rows, columns=grid.columns, corner=grid.corner,
                values=typed, problems=problems)  # fmt: skip
    return asked, made


def counts_of(sent: Mapping[str, str]) -> dict[str, int]:
    """How much each factor counts; {} where nothing is said, then alike. Refusal `not-whole`."""
    typed = {name: sent.get(f"counts:{name}", "").strip() for name in ("capacity", "history")}
    if not any(typed.values()):
        return {}
    return {name: whole(word or "0", Text("比重", "how much it counts")) for name, word in typed.items()}


def counts_shown(held: Allocation) -> dict[str, int]:
    """The same as it stands: alike where nothing was said."""
    return {"capacity": held.counts.get("capacity", 1), "history": held.counts.get("history", 1)}
