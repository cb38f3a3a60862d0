"""A working month of a made-up place, from the notice to the brief: what an office does in it, by the same actions.

First the collecting (`collect`), then the office's first figures, then what goes out of them (`go_out`).
"""

from peiyu.web.site.month.collecting import collect
from peiyu.web.site.month.outgoing import go_out

__all__ = ["collect", "go_out"]
