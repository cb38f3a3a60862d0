"""A reading as a first draft of a territory's pack: it loads, and what nobody has settled is an open definition."""

from peiyu.document.draft.pack import draft

__all__ = ["draft"]
