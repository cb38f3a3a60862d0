"""What answers of the API share: texts in two languages, problems, pages. Shapes only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from peiyu.problems import Problem, Text

MOST = 200
Number = Annotated[int, Field(ge=1, le=2**53)]
Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Size = Annotated[int, Field(ge=1, le=MOST)]
KEY = r"^[0-9a-f]{16}$"
Key = Annotated[str, Field(pattern=KEY, description="An enterprise: 16 hexadecimal digits")]


class Said(Schema):
    """A text in both languages."""

    zh: str
    en: str


class Told(Schema):
    """One problem. `code` is stable and stands in docs/reference/problems.md."""

    code: str
    level: str
    where: str
    found: str
    message: Said
    accepted: Said | None
    next_step: Said | None


class Failure(Schema):
    """Why something was not done; nothing was written."""

    title: str
    status: int
    problems: list[Told]


REFUSED: Mapping[int, type[Failure]] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 503, 507), Failure)
"""What any operation may answer instead."""


def answers(kind: Any, status: int = 200) -> dict[int, Any]:
    """The answers of an operation: what it gives, and every refusal."""
    return {status: kind, **REFUSED}


def said(text: Text) -> Said:
    """A Text for an answer."""
    return Said(zh=text.zh, en=text.en or text.zh)


def told(problem: Problem) -> Told:
    """A Problem for an answer."""
    return Told(
        code=problem.code, level=problem.level.value, where=str(problem.where), found=problem.found,
        message=said(problem.message), accepted=said(problem.accepted) if problem.accepted else None,
        next_step=said(problem.next_step) if problem.next_step else None,
    )  # fmt: skip


def failure(problems: Iterable[Problem], status: int) -> Failure:
    """Problems as an answer."""
    listed = [told(one) for one in problems]
    return Failure(title=listed[0].message.en if listed else "refused", status=status, problems=listed)


def key_of(written: str) -> int:
    """A key out of its 16 hexadecimal digits."""
    number = int(written, 16)
    return number - 2**64 if number >= 2**63 else number


def written_key(key: int) -> str:
    """A key as 16 hexadecimal digits."""
    return f"{key % 2**64:016x}"
