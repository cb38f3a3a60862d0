"""What is WRITTEN: a policy document as found → mended text → clause tree → findings → a draft pack."""

from peiyu.document.reading import read

__all__ = ["read"]
