"""Pages of accounts; and, for every page, who asks and what it knows."""

from peiyu.web.accounts.pages.entry import frame, locked_out
from peiyu.web.acting.asked import actor_of, signed_in

__all__ = ["actor_of", "frame", "locked_out", "signed_in"]
