"""Why a verdict is what it is, in the words of an official, and what to ask next."""

from peiyu.policy.explain.build import explain
from peiyu.policy.explain.model import Explanation, Part, Waiting
from peiyu.policy.explain.render import as_html, as_json, text

__all__ = ["Explanation", "Part", "Waiting", "as_html", "as_json", "explain", "text"]
