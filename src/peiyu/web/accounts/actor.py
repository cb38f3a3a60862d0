"""The actor, where the apps look for it; defined in `acting`."""

from peiyu.web.acting.actor import NOBODY, Actor

__all__ = ["NOBODY", "Actor"]
