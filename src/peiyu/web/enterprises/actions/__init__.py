"""Every write of the registry."""

from peiyu.web.enterprises.actions.intake import begin, go_live, store_frames, take_in
from peiyu.web.enterprises.actions.projection import project

__all__ = ["begin", "go_live", "project", "store_frames", "take_in"]
