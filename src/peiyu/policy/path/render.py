"""A whole path as text in Chinese or English, and as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from peiyu.facts.snapshot import Value
from peiyu.policy.explain.questions import Question
from peiyu.policy.explain.words import OUTCOMES
from peiyu.policy.path.model import Alternative, Path, Step
from peiyu.policy.verdict import FactKey
from peiyu.problems import Text

SEARCH_STOPPED = Text(
    "搜索达到上限，不排除有更早或更省的办法", "The search was stopped; an earlier or smaller way cannot be excluded"
)  # fmt: skip
NOT_IN_FORCE = Text("该文本在所选日期不在有效期内", "This text is not in force at the chosen date")


def text(path: Path, lang: str = "zh") -> str:
    """The path line by line: where it stands, questions, steps by date, other ways, what it assumes."""
    lines = [_head(path).in_(lang)]
    if not path.in_force:
        lines.append(NOT_IN_FORCE.in_(lang))
    if path.questions:
        lines.append(Text("先问：", "Ask first:").in_(lang))
        lines += [f"  - {one.said(lang)}" for one in path.questions]
    lines += [f"  {number}. {_step(one).in_(lang)}" for number, one in enumerate(path.steps, 1)]
    if path.reason is not None:
        lines.append(_reason(path, path.reason).in_(lang))
    lines += [_alternative(one, lang) for one in path.alternatives]
    if path.search_limit_reached:
        lines.append(SEARCH_STOPPED.in_(lang))
    lines += [one.in_(lang) for one in path.assumptions]
    return "\n".join(lines)


def _head(path: Path) -> Text:
    now = OUTCOMES[path.outcome_now]
    zh = f"{path.name.zh}：截至{path.as_of}{now.zh}"
    en = f"{path.name.en}: {now.en} as of {path.as_of}"
    if path.ready_on is None:
        return Text(f"{zh}；{path.horizon}前无法达到", f"{en}; not reachable before {path.horizon}")
    if path.ready_on == path.as_of:
        open_ = Text("；答复有利即可达到", "; met if the answers are favourable") if path.conditional else Text("", "")
        return Text(zh + open_.zh, en + open_.en)
    if not path.steps:
        zh, en = f"{zh}；不作改变，{path.ready_on}可达到", f"{en}; met by waiting until {path.ready_on}"
    else:
        zh, en = f"{zh}；最早{path.ready_on}可达到", f"{en}; at the earliest on {path.ready_on}"
    return Text(zh + "（需答复有利）", en + " (given favourable answers)") if path.conditional else Text(zh, en)


def _step(step: Step) -> Text:
    return Text(
        f"{step.words.zh}；最迟{step.start_by}开始，{step.effective}起计入",
        f"{step.words.en}; begin by {step.start_by}, counts from {step.effective}",
    )


def _reason(path: Path, reason: Text) -> Text:
    until = path.ready_on or path.horizon
    return Text(f"{until}以前不行：{reason.zh}", f"Not before {until}: {reason.en}")


def _alternative(one: Alternative, lang: str) -> str:
    if not one.steps:
        return Text(f"或：等到{one.ready_on}，不作改变", f"Or: wait until {one.ready_on} without any change").in_(lang)
    said = Text("；", "; ").in_(lang).join(step.words.in_(lang) for step in one.steps)
    return Text(f"或（{one.ready_on}）：", f"Or ({one.ready_on}): ").in_(lang) + said


# --- JSON -----------------------------------------------------------------------------------------------------


def as_json(path: Path) -> str:
    return json.dumps(plain(path), ensure_ascii=False, indent=1)


def plain(path: Path) -> dict[str, Any]:
    """The path as plain values: dates in ISO form, stored numbers as they are, every text in both languages."""
    return {
        "tier": path.tier,
        "name": _both(path.name),
        "enterprise": path.enterprise,
        "as_of": path.as_of.isoformat(),
        "horizon": path.horizon.isoformat(),
        "outcome_now": path.outcome_now.value,
        "in_force": path.in_force,
        "questions": [_question(one) for one in path.questions],
        "steps": [_plain_step(one) for one in path.steps],
        "ready_on": _day(path.ready_on),
        "conditional": path.conditional,
        "depends_on": [_fact(one.fact) for one in path.depends_on if one.fact is not None],
        "alternatives": [
            {
                "ready_on": one.ready_on.isoformat(),
                "conditional": one.conditional,
                "steps": [_plain_step(step) for step in one.steps],
            }
            for one in path.alternatives
        ],
        "not_before": _day(path.not_before),
        "reason": None if path.reason is None else _both(path.reason),
        "search_limit_reached": path.search_limit_reached,
        "assumptions": [_both(one) for one in path.assumptions],
    }


def _plain_step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "fact": _fact(step.fact),
        "from": _value(step.from_value),
        "to": _value(step.to_value),
        "by_year": {str(year): _value(value) for year, value in step.by_year if year},
        "start_by": step.start_by.isoformat(),
        "effective": step.effective.isoformat(),
        "words": _both(step.words),
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "fact": _fact(one.fact),
        "supplier": one.supplier,
        "decisive": one.decisive,
        "ask": _both(one.ask),
        "answers": [
            {"what": _both(answer.what), "outcomes": {key: outcome.value for key, outcome in answer.outcomes}}
            for answer in one.answers
        ],
    }


def _fact(key: FactKey) -> dict[str, Any]:
    return {"entity": key.entity, "field": key.field_code, "year": key.year, "scope": key.scope}


def _both(one: Text) -> dict[str, str]:
    return {"zh": one.zh, "en": one.en}


def _day(one: dt.date | None) -> str | None:
    return None if one is None else one.isoformat()


def _value(one: Value | None) -> int | str | bool | None:
    return one.isoformat() if isinstance(one, dt.date) else one
