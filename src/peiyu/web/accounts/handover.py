"""What of a person's work can be handed over to a successor: a table that later apps add to.

@work("collection.tasks", Text("收表任务", "collection tasks"), count=open_tasks_of)
def give(actor: Actor, person: int, successor: int) -> int: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor

Count = Callable[[int], int]
Give = Callable[[Actor, int, int], int]


@dataclass(frozen=True, slots=True)
class Work:
    """`count(person)`: how much of it is open; `give(actor, person, successor)`: hands it over within the caller's
    transaction, and gives how much it was."""

    kind: str
    said: Text
    count: Count
    give: Give


WORK: dict[str, Work] = {}


def work(kind: str, said: Text, *, count: Count) -> Callable[[Give], Give]:
    """Enters a kind of work in the table."""

    def enter(give: Give) -> Give:
        WORK[kind] = Work(kind, said, count, give)
        return give

    return enter
