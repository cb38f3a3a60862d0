"""A refusal with a reason: raised before anything is written, shown where the person was."""

from __future__ import annotations

from peiyu.problems import Problem


class Refusal(Exception):  # noqa: N818 -- nothing went wrong: it is an answer
    """Why something is not done. `status` is the HTTP status of a page that has nowhere better to show it."""

    def __init__(self, *problems: Problem, status: int = 409) -> None:
        self.problems = problems
        self.status = status
        super().__init__("\n".join(one.said("zh") for one in problems))
