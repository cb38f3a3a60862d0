"""Made-up places, seeded, of any size. Every output made from them says 虚构数据.

`Territory` is one day's cross-section in which every national criterion has firms above, below, exactly on the
threshold and with holes. `Zone` is a zone or city month by month, for the programmes. The numbers describe no place,
and no forecaster may learn from them (docs/explanation/madeup.md).
"""

from peiyu.madeup.territory import Territory
from peiyu.madeup.writing import write
from peiyu.madeup.zone import Zone

__all__ = ["Territory", "Zone", "write"]
