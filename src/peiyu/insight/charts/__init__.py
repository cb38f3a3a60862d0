"""Charts as Vega-Lite specs, made once: data inside, colours with words, the alt text in `description`."""

from peiyu.insight.charts.course import Point, course_of, cumulative, forecast_fan
from peiyu.insight.charts.distributions import growth_histogram, industry_shares, survival_curve, transition_heat
from peiyu.insight.charts.stand import bridge_waterfall, target_bars

__all__ = [
    "Point", "bridge_waterfall", "course_of", "cumulative", "forecast_fan", "growth_histogram", "industry_shares",
    "survival_curve", "target_bars", "transition_heat",
]  # fmt: skip
