"""The numbers of an allocation: worked out by the library, so that they add up exactly and each has its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peiyu.insight.allocation import Unit, allocate, weigh
from peiyu.problems import Problem, Text, UsageError
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.models import Share

FACTORS: Mapping[str, Text] = {"capacity": Text("企业数", "enterprises"), "history": Text("已完成数", "done so far")}


@dataclass(frozen=True, slots=True)
class Settled:
    """A share's number with the sentence that defends it."""

    number: int
    reason: Text


def settled(
    total: int, shares: Sequence[Share], counts: Mapping[str, int], unit: str, fixed: Mapping[int, int]
) -> dict[int, Settled]:
    """The numbers of organisations beside each other, by the id of their share. `fixed`: what stands. Refusal with the
    library's problems, and `allocation-short` with the difference where what stands leaves too much or too little."""
    names = {str(one.pk): one for one in shares}
    units = [Unit(id=id_, name=Text(one.name, one.name)) for id_, one in names.items()]
    factors = {name: {id_: getattr(one, name) for id_, one in names.items()} for name in FACTORS}
    try:
        weights = weigh(units, factors, counts=counts or None, names=FACTORS)
        made = allocate(
            total, units, weights=weights, unit=unit,
            floors={id_: one.floor for id_, one in names.items() if one.floor is not None},
            ceilings={id_: one.ceiling for id_, one in names.items() if one.ceiling is not None},
            agreed={str(pk): number for pk, number in fixed.items()},
        )  # fmt: skip
    except UsageError as error:
        if fixed and any(one.code == "allocation-impossible" for one in error.problems):
            raise Refusal(_short(total, shares, fixed)) from None
        raise Refusal(*error.problems) from None
    return {int(id_): Settled(one.number, one.reason) for id_, one in made.shares.items()}


def _short(total: int, shares: Sequence[Share], fixed: Mapping[int, int]) -> Problem:
    """By how much the sum would miss the total if nobody else moved."""
    sum_ = sum(fixed.get(one.pk, one.number) for one in shares)
    over = sum_ - total
    said = Text(f"多出 {over}" if over > 0 else f"还差 {-over}", f"{over} too many" if over > 0 else f"{-over} too few")
    return Problem(
        "allocation-short",
        Text(f"调整后合计 {sum_}，与总数 {total} 不符，{said.zh}，没有单位可以平衡",
             f"the shares would sum to {sum_}, not {total}: {said.en}, and nobody is left to take it"),
        found=str(sum_), accepted=Text(f"合计等于 {total}", f"a sum of {total}"),
        next_step=Text("指定由哪个单位承担差额", "name the organisation that takes the difference"),
    )  # fmt: skip


def over_people(total: int, people: Sequence[Share], unit: str) -> dict[int, Settled]:
    """A share's number over its people in proportion to what they had; alike where nobody had anything."""
    alike = not any(one.number for one in people)
    units = [Unit(id=str(one.pk), name=Text(one.name, one.name)) for one in people]
    made = allocate(
        total, units, weights={str(one.pk): 1 if alike else one.number for one in people}, unit=unit,
    )  # fmt: skip
    return {int(id_): Settled(one.number, one.reason) for id_, one in made.shares.items()}


def refuse_sum(total: int, numbers: Sequence[int]) -> None:
    """Refusal `allocation-sum` unless numbers add up to the total, with the difference."""
    sum_ = sum(numbers)
    if sum_ == total:
        return
    less = total - sum_
    raise Refusal(
        Problem(
            "allocation-sum",
            Text(f"合计 {sum_}，应为 {total}，{'还差' if less > 0 else '多出'} {abs(less)}",
                 f"they sum to {sum_}, not {total}: {abs(less)} too {'few' if less > 0 else 'many'}"),
            found=str(sum_), accepted=Text(f"合计等于 {total}", f"a sum of {total}"),
            next_step=Text("改写各人的数", "change the numbers"),
        )
    )  # fmt: skip
