"""The rules of repair, in the order in which they have their way."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from peiyu.document.mend.chrome import site_chrome
from peiyu.document.mend.counts import lost_units
from peiyu.document.mend.enumerations import known_lists, levels_and_offices, parallel_names, rows_of_phrases
from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.numbers import half_brackets, lost_brackets, number_brackets, run_together_days, year_dashes
from peiyu.document.mend.openings import lost_headings, lost_marks, lost_stops, lost_until
from peiyu.document.mend.proposal import Proposal
from peiyu.document.mend.quotes import customary_labels, digit_slogans, half_quoted, titled_labels
from peiyu.document.mend.ranges import contradicted_ranges
from peiyu.document.mend.twins import twin_phrases

REPAIRS: tuple[Callable[[Manuscript], Iterable[Proposal]], ...] = (
    site_chrome,
    number_brackets,
    half_brackets,
    year_dashes,
    lost_brackets,
    run_together_days,
    contradicted_ranges,
    titled_labels,
    half_quoted,
    digit_slogans,
    customary_labels,
    lost_marks,
    lost_headings,
    lost_until,
    parallel_names,
    known_lists,
    rows_of_phrases,
    levels_and_offices,
    twin_phrases,
    lost_units,
    lost_stops,
)
