"""The fact base: facts in Parquet, in buckets of enterprises, every version kept (docs/explanation/library.md §2)."""

from peiyu.facts.base.manifest import EntityRecord, Manifest, StandIn
from peiyu.facts.base.read import FactBase
from peiyu.facts.base.view import View
from peiyu.facts.base.write import FactBaseWriter

__all__ = ["EntityRecord", "FactBase", "FactBaseWriter", "Manifest", "StandIn", "View"]
