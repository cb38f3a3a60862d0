"""Facts in the tables of a database (one an entity, one column a field): copied into a fact base."""

from peiyu.facts.tables.copying import Copy, copied
from peiyu.facts.tables.rows import Source

__all__ = ["Copy", "Source", "copied"]
