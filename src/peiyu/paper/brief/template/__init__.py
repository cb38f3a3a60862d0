"""Templates of an office's own: tags found and checked, filled with locked numbers, a sample to begin with."""

from peiyu.paper.brief.template.check import Checked, check_template
from peiyu.paper.brief.template.fill import fill
from peiyu.paper.brief.template.sample import write_sample
from peiyu.paper.brief.template.tags import BLOCKS, SECTION, TEXTS, Figures, Tag, sections_of, tags_of

__all__ = [
    "BLOCKS",
    "SECTION",
    "TEXTS",
    "Checked",
    "Figures",
    "Tag",
    "check_template",
    "fill",
    "sections_of",
    "tags_of",
    "write_sample",
]
