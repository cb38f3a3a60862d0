"""From a file to its raw text, one paragraph a line: txt, docx, html and pdf with a text layer."""

from peiyu.document.source.load import Loaded, load

__all__ = ["Loaded", "load"]
