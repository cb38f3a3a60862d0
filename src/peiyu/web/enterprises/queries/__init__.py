"""Every read of the registry and its facts."""

from peiyu.web.enterprises.queries.find import search
from peiyu.web.enterprises.queries.registry import (
    followed,
    keys_of,
    listed,
    merged_into,
    one,
    read_through,
    scoped,
    visible,
)
from peiyu.web.enterprises.queries.versions import facts_version, intakes_unseen

__all__ = [
    "facts_version",
    "followed",
    "intakes_unseen",
    "keys_of",
    "listed",
    "merged_into",
    "one",
    "read_through",
    "scoped",
    "search",
    "visible",
]
