"""Firms that may come across a line by their own growth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
import polars as pl

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.insight.forecast.ground import EVER, Ground
from peiyu.insight.forecast.growth import LEAST_GROWTHS, Across, Crossing, Ints, Law, Panel, crossing, fit
from peiyu.insight.forecast.lines import ANNUAL, AtLeast, Line, Still, chance, leaves, tree_of
from peiyu.insight.forecast.prospect import Ask, Candidate, CannotTell, Prospect, end_word, few, percent
from peiyu.insight.forecast.spread import Floats, of_counts
from peiyu.insight.measure.demand import counted
from peiyu.insight.targets.amounts import amount, decimal
from peiyu.policy.condition.ast import Expr
from peiyu.policy.engine.embedded.records import firm_truths
from peiyu.policy.pack.programme import FirmsBody
from peiyu.problems import Text

LOOKS_BACK = 8
"""Years of figures that the law is fitted on."""
FEN = 100
INCOME = "收入"
"""What any kind of income is called in a sentence."""
TENTH = 10_000_000
"""Yuan from which money is told in 亿."""


def forecast_crossing(ground: Ground, ask: Ask) -> Prospect | CannotTell:
    """Each firm's chance to be across the lines of the condition by the last fiscal year that counts, everything else
    about it staying as it is; the number of firms is the exact convolution of these chances under common shocks."""
    body = counted(ground.bound(ask.indicator))
    assert isinstance(body, FirmsBody)
    binding = ground.programme.binding
    conditions = (body.when, *(one.when for one in body.among))
    tree = AtLeast(len(conditions), tuple(tree_of(one, binding) for one in conditions))
    lines = list(dict.fromkeys(one for one in leaves(tree) if isinstance(one, Line)))
    firms = ground.scan("enterprise", ["industry", "founded"]).sort("enterprise")
    panels = {line.field: panel_of(ground, firms, line.field) for line in lines}
    laws = {field: fit(panel) for field, panel in panels.items()}
    missing = next((field for field, law in laws.items() if law is None), None)
    if missing is not None:
        seen = int((~np.isnan(panels[missing].growths)).sum())
        name = vocabulary().field(ANNUAL, missing).name
        what = Text(f"相邻两年都有的“{name.zh}”", f"pairs of neighbouring years of {name.in_('en')}")
        return few(what, seen, LEAST_GROWTHS, "对")
    last_year = ask.by.year if body.first and (ask.by.month, ask.by.day) == (12, 31) else ask.by.year - 1
    since = last_year if ask.since is None or not body.first else ask.since.year
    crossings = {}
    for line in lines:
        law = laws[line.field]
        assert law is not None
        asked = Across(line=line.at, since=since, until=last_year, first=body.first)
        crossings[line] = with_entrants(crossing(law, panels[line.field], asked), panels[line.field], firms, line)
    truths = still_truths(ground, firms, [one.when for one in leaves(tree) if isinstance(one, Still)])
    some = next(iter(crossings.values()))

    def of_leaf(leaf: Line | Still) -> Floats:
        if isinstance(leaf, Still):
            return np.broadcast_to(truths[leaf.when][None, :], some.chances.shape)
        reached = crossings[leaf].chances
        return reached if leaf.upward else 1 - reached

    out = gone(ground, firms) | (already(ground, ask, firms) if body.first else np.zeros(firms.height, bool))
    whole = Crossing(chance(tree, of_leaf) * ~out, some.weights, some.trades)
    before = ground.inside(ask.indicator, ask.since, ground.day).height if body.first else 0
    first = next(iter(lines))
    people = candidates(ground, ask, panels[first.field], first.field, whole.marginal)
    law = laws[first.field]
    assert law is not None
    return Prospect(
        spread=of_counts(whole.pmf()).plus(before), candidates=people, basis=basis(law, first, firms.height),
        rising=body.first,
    )  # fmt: skip


def panel_of(ground: Ground, firms: pl.DataFrame, field: str) -> Panel:
    """The figures of all firms, the last years up to the day's base year."""
    last = ground.day.year - 1
    rows = ground.scan(ANNUAL, [field]).filter(pl.col("year").is_between(last - LOOKS_BACK + 1, last))
    rows = rows.with_columns(pl.col("year").cast(pl.Int64)).filter(pl.col(field).is_not_null())
    first = rows["year"].min()
    years = tuple(range(int(first) if isinstance(first, int) else last, last + 1))
    keys = firms["enterprise"].to_numpy()
    values = np.full((len(keys), len(years)), np.nan)
    places = np.searchsorted(keys, rows["enterprise"].to_numpy())
    known = places < len(keys)
    known &= keys[np.minimum(places, len(keys) - 1)] == rows["enterprise"].to_numpy()
    scale = vocabulary().field(ANNUAL, field).scale
    values[places[known], rows["year"].to_numpy()[known] - years[0]] = rows[field].to_numpy()[known] / scale
    return Panel(keys, industries_of(firms["industry"]), years, values)


def industries_of(codes: pl.Series) -> Ints:
    """Industries as numbers: the two digits of the 大类, or 100 + the letter of the section; −1 not known."""
    digits = codes.str.slice(0, 2).cast(pl.Int64, strict=False)
    sections = {chr(65 + k): 100 + k for k in range(20)}
    letters = codes.str.slice(0, 1).replace_strict(sections, default=None, return_dtype=pl.Int64)
    return digits.fill_null(letters).fill_null(-1).to_numpy()


def with_entrants(found: Crossing, panel: Panel, firms: pl.DataFrame, line: Line) -> Crossing:
    """Firms without any figure yet have the chance that firms had in the first year of which they gave one, if that
    was their first or second."""
    without = panel.last < 0
    if not without.any():
        return found
    held = ~np.isnan(panel.logs)
    first = np.argmax(held, axis=1)
    founded = firms["founded"].dt.year().fill_null(0).to_numpy()
    young = held.any(axis=1) & (np.asarray(panel.years)[first] - founded <= 1)
    values = panel.logs[np.arange(len(first)), first][young]
    share = (float((values >= np.log(line.at)).sum())) / max(len(values), 1)
    chances = found.chances.copy()
    chances[:, without] = share
    return Crossing(chances, found.weights, found.trades)


def still_truths(ground: Ground, firms: pl.DataFrame, conditions: Iterable[Expr]) -> Mapping[Expr, Floats]:
    """Whether each condition holds of each firm on the day: 1 or 0; where it is not decided, the share among those of
    which it is."""
    keys = {one: f"still:{place}" for place, one in enumerate(dict.fromkeys(conditions))}
    if not keys:
        return {}
    named = {key: one for one, key in keys.items()}
    parts = [
        firm_truths(ground.programme.binding, ground.base, bucket, named, day=ground.day)
        for bucket in range(ground.base.bucket_count)
    ]
    rows = firms.select("enterprise").join(pl.concat(parts), on="enterprise", how="left", maintain_order="left")
    made = {}
    for one, key in keys.items():
        share = rows[key].mean()
        made[one] = rows[key].cast(pl.Float64).fill_null(share if isinstance(share, float) else 0.5).to_numpy()
    return made


def already(ground: Ground, ask: Ask, firms: pl.DataFrame) -> np.typing.NDArray[np.bool_]:
    """Firms of which it has held before."""
    rows = ground.inside(ask.indicator, None, EVER.until)
    return firms["enterprise"].is_in(rows["enterprise"].implode()).to_numpy()


def gone(ground: Ground, firms: pl.DataFrame) -> np.typing.NDArray[np.bool_]:
    """Firms that have left and not come back."""
    if "stay" not in ground.base.manifest.entities:
        return np.zeros(firms.height, bool)
    stays = (
        ground.scan("stay", ["left_on"])
        .group_by("enterprise")
        .agg((pl.col("left_on") <= ground.day).fill_null(False).all().alias("left"))
    )
    return firms["enterprise"].is_in(stays.filter("left")["enterprise"].implode()).to_numpy()


def candidates(ground: Ground, ask: Ask, panel: Panel, field: str, chances: Floats) -> tuple[Candidate, ...]:
    """The firms that may cross, with their figure, their growth and their chance."""
    end = end_word(ask.by, ground.day)
    made = []
    for place in np.nonzero(chances >= 0.02)[0]:
        told = figures_told(panel, int(place), field)
        likely = percent(float(chances[place]))
        why = Text(
            f"{told.zh}，{end.zh}跨线可能{likely}" if told.zh else f"尚无年度数据，{end.zh}跨线可能{likely}",
            f"{told.en}; {likely} likely to be across by {end.en}"
            if told.en
            else f"no yearly figure yet; {likely} likely",
        )
        made.append(Candidate(int(panel.firms[place]), float(chances[place]), why))
    return tuple(made)


def figures_told(panel: Panel, place: int, field: str) -> Text:
    """2011年收入0.86亿元，近两年年均增长24%; empty where no figure is held."""
    last = int(panel.last[place])
    if last < 0:
        return Text("", "")
    value, year = money(float(panel.values[place, last]) / FEN), panel.years[last]
    growths = panel.growths[place, max(last - 2, 0) : last]
    known = growths[~np.isnan(growths)]
    name = vocabulary().field(ANNUAL, field).name
    what = INCOME if INCOME in name.zh else name.zh
    zh, en = f"{year}年{what}{value.zh}", f"{name.in_('en')} of {value.en} in {year}"
    if len(known) == 0:
        return Text(zh, en)
    rate = round((float(np.exp(known.mean())) - 1) * 100)
    span = Text("近两年年均", "a year over two years") if len(known) == 2 else Text("比上年", "in the last year")
    way = Text("下降", "falling") if rate < 0 else Text("增长", "growing")
    return Text(f"{zh}，{span.zh}{way.zh}{abs(rate)}%", f"{en}, {way.en} {abs(rate)}% {span.en}")


def money(yuan: float) -> Text:
    """0.86亿元 from a tenth of 亿 on, else in 万元."""
    if yuan < TENTH:
        return amount(Fraction(round(yuan)), "元")
    return Text(
        f"{decimal(Fraction(round(yuan)) / 10**8)}亿元", f"{decimal(Fraction(round(yuan)) / 10**6)} million yuan"
    )


def basis(law: Law, line: Line, firms: int) -> Text:
    name = vocabulary().field(ANNUAL, line.field).name
    return Text(
        f"按{firms}家企业各自的{name.zh}增长推算跨线（{line.written}）可能，由{law.growths}个增长率拟合；其余条件按现状",
        f"each of {firms} firms' chance to cross {line.written} by its own growth of {name.in_('en')}, fitted on "
        f"{law.growths} growth rates; all other conditions as they stand",
    )
