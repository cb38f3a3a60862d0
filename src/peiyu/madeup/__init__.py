"""A made-up territory, seeded, of any size. Every output made from it says 虚构数据.

The numbers are invented so that every national criterion has firms above, below, exactly on the threshold and with
holes; they describe no place, and no forecaster may learn from them.
"""

from peiyu.madeup.territory import Territory, write

__all__ = ["Territory", "write"]
