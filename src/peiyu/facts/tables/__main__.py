"""The copying process: `python -m peiyu.facts.tables`."""

from __future__ import annotations

from peiyu.facts.tables.copying import serve

serve()
