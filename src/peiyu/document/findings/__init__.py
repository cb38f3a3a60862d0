"""What a document promises, gives, demands and refers to: finders over the clauses, each finding at its characters."""

from peiyu.document.findings.find import find
from peiyu.document.findings.render import rendered

__all__ = ["find", "rendered"]
