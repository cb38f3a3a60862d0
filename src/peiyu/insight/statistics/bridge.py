"""年初 → 新注册 / 迁入 / 转型 / 新认定 / 撤销 / 迁出 / 注销 / 吊销 → 年末: how a stock of enterprises changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.statistics.population import NO_REASON, NO_ROUTE, Spells, spells
from peiyu.problems import Problem, Text, UsageError

ROUTES: dict[str, Text] = {
    "新注册": Text("新注册", "newly registered"), "迁入": Text("迁入", "moved in"), "转型": Text("转型", "converted"),
    "新认定": Text("新认定", "newly recognised"), NO_ROUTE: Text("进入途径不明", "came by an unknown route"),
}  # fmt: skip
WAYS: dict[str, Text] = {
    "撤销": Text("撤销", "struck off"), "迁出": Text("迁出", "moved out"), "注销": Text("注销", "deregistered"),
    "吊销": Text("吊销", "licence revoked"), NO_REASON: Text("离开原因不明", "left for an unknown reason"),
}  # fmt: skip
CAME, WENT = Text("进入", "entries"), Text("离开", "exits")


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """A step: its code (`opening`, a route, a way of leaving, `closing`), how many enterprises, the sentence of it.
    `sign`: +1 adds, −1 takes away, 0 is a stock."""

    code: str
    name: Text
    sign: Literal[-1, 0, 1]
    count: int
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A stock from the eve of `since` to the end of `until`: opening + what came − what went = closing, exactly.
    returned: enterprises that left and came back within; brief: that came and left within. notes: what is not known
    and therefore in no step."""

    since: dt.date
    until: dt.date
    steps: tuple[BridgeStep, ...]
    returned: int
    brief: int
    notes: tuple[Text, ...]
    said: Text

    @property
    def opening(self) -> int:
        return self.steps[0].count

    @property
    def closing(self) -> int:
        return self.steps[-1].count


def bridge(base: FactBase, view: View, *, since: dt.date, until: dt.date) -> Bridge:
    """The bridge of the enterprises in the territory. UsageError `dates-unfit` where `until` is before `since`;
    FactsError `nothing-held` without records of stays."""
    if until < since:
        raise UsageError(
            Problem("dates-unfit", Text("止日早于起日", "the last day is before the first"), found=f"{since} – {until}",
                    next_step=Text("改写日期", "write the dates anew"))
        )  # fmt: skip
    return bridged(spells(base, view), since, until)


def bridged(held: Spells, since: dt.date, until: dt.date) -> Bridge:
    """The bridge of spells that were read."""
    eve = since - dt.timedelta(days=1)
    came = held.frame.filter(pl.col("entered").is_between(since, until))
    went = held.frame.filter((pl.col("entered") <= until) & pl.col("left").is_between(since, until))
    opening, closing = held.there(eve).height, held.there(until).height
    steps = [_stock("opening", Text("期初", "at the beginning"), eve, opening)]
    for frame, column, names, sign in ((came, "route", ROUTES, 1), (went, "how", WAYS, -1)):
        counts = dict(frame.group_by(column).len().iter_rows())
        steps += [_flow(code, name, sign, counts.get(code, 0)) for code, name in names.items() if _shown(code, counts)]
    steps.append(_stock("closing", Text("期末", "at the end"), until, closing))
    passing = came.filter(pl.col("left") <= until)
    gone_before = went.select("enterprise", pl.col("left").alias("gone"))
    back = came.join(gone_before, on="enterprise").filter(pl.col("entered") > pl.col("gone"))
    return Bridge(
        since=since, until=until, steps=tuple(steps), returned=back["enterprise"].n_unique(), brief=passing.height,
        notes=tuple(_notes(held)), said=_told(steps),
    )  # fmt: skip


def in_all(one: Bridge, *signs: Literal[-1, 1]) -> Bridge:
    """The same with one step of all that came (`came`, for the sign +1), of all that went (`went`, −1)."""
    steps = [one.steps[0]]
    for code, name, sign in (("came", CAME, 1), ("went", WENT, -1)):
        flows = [step for step in one.steps if step.sign == sign]
        steps += [_flow(code, name, sign, sum(step.count for step in flows))] if sign in signs else flows
    return _of_steps(one, [*steps, one.steps[-1]])


def stocks_alone(one: Bridge) -> Bridge:
    """The same with its first and its last stock and no step between."""
    return _of_steps(one, [one.steps[0], one.steps[-1]])


def _of_steps(one: Bridge, steps: list[BridgeStep]) -> Bridge:
    return replace(one, steps=tuple(steps), said=_told(steps))


def _shown(code: str, counts: dict[str, int]) -> bool:
    return code not in (NO_ROUTE, NO_REASON) or counts.get(code, 0) > 0


def _stock(code: str, name: Text, day: dt.date, count: int) -> BridgeStep:
    said = Text(f"{day} 在区企业 {count} 家", f"{count} enterprises were there on {day}")
    return BridgeStep(code, name, 0, count, said)


def _flow(code: str, name: Text, sign: int, count: int) -> BridgeStep:
    zh, en = ("增加", "added") if sign > 0 else ("减少", "taken away")
    return BridgeStep(
        code, name, 1 if sign > 0 else -1, count, Text(f"{name.zh}{zh} {count} 家", f"{name.en}: {count} {en}")
    )


def _told(steps: list[BridgeStep]) -> Text:
    """The whole in one sentence, as an explanation sheet puts it."""
    first, last = steps[0].count, steps[-1].count
    flows = [one for one in steps if one.sign and one.count]
    net = last - first
    zh = "、".join(f"{one.name.zh}{'＋' if one.sign > 0 else '－'}{one.count}" for one in flows)
    en = ", ".join(f"{one.name.en} {'+' if one.sign > 0 else '−'}{one.count}" for one in flows)
    if len(steps) > 2 and not flows:
        zh, en = "没有进出", "no change"
    way = Text(f"净增 {net}", f"a net gain of {net}") if net >= 0 else Text(f"净减 {-net}", f"a net loss of {-net}")
    zh, en = (f"{zh}，", f"{en}; ") if zh else ("", "")
    return Text(f"期初 {first} 家，{zh}期末 {last} 家，{way.zh} 家", f"{first} at first; {en}{last} at last, {way.en}")


def _notes(held: Spells) -> list[Text]:
    cases = (
        (held.undated, "进入日期为空，未计入", "records have no day of entry and are not counted"),
        (held.crossed, "离开早于进入，未计入", "records end before they begin and are not counted"),
        (held.open_ended, "写有离开方式而无离开日期，仍按在区计", "records say how and not when: counted as there"),
    )  # fmt: skip
    return [Text(f"{count} 条在区记录{zh}", f"{count} {en}") for count, zh, en in cases if count]
