"""Why a verdict is what it is, in the words of an official, and what to ask next."""

from peiyu.policy.explain.account import Account, Explainer, explain
from peiyu.policy.explain.model import Explanation, Part, Waiting
from peiyu.policy.explain.questions import Answer, Question, questions
from peiyu.policy.explain.render import as_html, as_json, text

__all__ = [
    "Account", "Answer", "Explainer", "Explanation", "Part", "Question", "Waiting", "as_html", "as_json", "explain",
    "questions", "text",
]  # fmt: skip
