"""What this app needs of the library's tables in memory; only the bridge knows how they are made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Protocol


class Frame(Protocol):
    """Rows of one entity in the library's columns."""

    @property
    def height(self) -> int: ...

    def iter_rows(self, *, named: Literal[True]) -> Iterator[dict[str, Any]]: ...

    def sort(self, by: str, /, *, maintain_order: bool) -> Frame: ...

    def write_parquet(self, file: Path, /) -> None: ...
