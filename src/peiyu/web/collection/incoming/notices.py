"""What a unit hears of its files: that something of one was put aside, why, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.problems import Problem, Text
from peiyu.web.collection.models import Arrival, RoundUnit
from peiyu.web.collection.queries.answers import problem_in
from peiyu.web.collection.queries.units import addressees
from peiyu.web.notes.actions import tell

DIFFERS = Problem(
    "answers-differ", Text("与已填的数不一致", "it differs from the answers that stand"),
    next_step=Text("打开来件，选用其中一个", "open the file and choose one of each two"),
)  # fmt: skip
OPEN_IT = Text("打开来件逐处处理，或改好后重新报来", "open the file and settle each, or send it again corrected")


def tell_waiting(arrival: Arrival, unit: RoundUnit, account: Mapping[str, Any], problems: list[Any]) -> str:
    """Tells a unit that something of its file waits, with the first reason and its next step; the same is told once.
    Within the caller's transaction. Gives what was told, for the account."""
    conflicts, aside = account.get("conflicts", ()), account.get("aside", ())
    reasons = [problem_in(one["problem"]) for one in aside] + [DIFFERS] * bool(conflicts)
    first = (reasons or [problem_in(one) for one in problems] or [DIFFERS])[0]
    said = _said(arrival, unit, first, len(conflicts) + len(aside))
    if account.get("told") != said.zh:
        _tell(arrival, unit, said)
    return said.zh


def tell_left_out(arrival: Arrival, unit: RoundUnit, why: str) -> None:
    """Tells a unit that its file, or the rest of it, is not taken, and why."""
    title = unit.round.title
    _tell(arrival, unit, Text(
        f"“{title}”：来件“{arrival.name}”未并入的内容不采用，原因：{why}。请：有疑问的与收表单位联系，或改好后重新报来",
        f"{title}: what was not merged of {arrival.name} is left out: {why}. Next: talk to who asks, or send it again",
    ))  # fmt: skip


def _said(arrival: Arrival, unit: RoundUnit, first: Problem, places: int) -> Text:
    title, step = unit.round.title, first.next_step or OPEN_IT
    zh = f"有 {places} 处没有采用" if places else "没有采用"
    en = f"{places} place{'s were' if places > 1 else ' was'} not taken" if places else "it was not taken"
    found = first.found.replace(arrival.name, "").strip()
    as_found = f"（{found}）" if found else ""
    return Text(
        f"“{title}”：来件“{arrival.name}”{zh}：{first.message.zh}{as_found}{'等' if places > 1 else ''}。请：{step.zh}",
        f"{title}: of {arrival.name} {en}: {first.message.en}{' and more' if places > 1 else ''}. Next: {step.en}",
    )


def _tell(arrival: Arrival, unit: RoundUnit, said: Text) -> None:
    tell(said, f"/collection/arrivals/{arrival.pk}/", organisations=addressees(RoundUnit.objects.filter(pk=unit.pk)))
