"""A simulation, or a difference of two definitions, as text in Chinese or English and as plain values for JSON."""

from __future__ import annotations

import json
from typing import Any

from peiyu.policy.explain.words import OUTCOMES
from peiyu.policy.simulate.definitions import DefinitionDifference
from peiyu.policy.simulate.model import Alteration, CriterionFlip, Flip, Simulation, TierChange
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

KINDS = {
    "parameter": Text("参数", "parameter"), "definition": Text("口径", "definition"), "text": Text("文本", "text"),
    "rule": Text("条件", "criterion"), "setting": Text("设定", "setting"),
}  # fmt: skip
ABSENT = Text("无此条件", "absent")


def text(simulation: Simulation, lang: str = "zh", *, most: int = 20) -> str:
    """What was altered, then each tier: counts before and after, who gains and loses and why."""
    lines = [_altered(one).in_(lang) for one in simulation.alterations if one.moved]
    lines += [_without_effect(one).in_(lang) for one in simulation.without_effect]
    if simulation.changes_nothing:
        lines.append(Text("没有任何企业的预判结果改变", "No enterprise's verdict changes").in_(lang))
    for tier in simulation.tiers:
        lines.append(_tier(tier).in_(lang))
        lines += [f"  {_flip(one).in_(lang)}" for one in tier.flips[:most]]
        more = tier.changed - min(most, len(tier.flips))
        if more > 0:
            lines.append(Text(f"  ……另有{more}户", f"  … and {more} more").in_(lang))
    return "\n".join(lines)


def _altered(one: Alteration) -> Text:
    kind = KINDS[one.kind]
    if one.kind == "rule":
        return Text(
            f"{kind.zh}「{one.name.zh}」（{one.key}）改变：影响{one.moved}户",
            f"{kind.en} `{one.name.en}` ({one.key}) altered: moves {one.moved} enterprises",
        )
    return Text(
        f"{kind.zh} {one.key}：{one.before} → {one.after}：影响{one.moved}户",
        f"{kind.en} {one.key}: {one.before} → {one.after}: moves {one.moved} enterprises",
    )


def _without_effect(one: Alteration) -> Text:
    kind = KINDS[one.kind]
    return Text(
        f"{kind.zh} {one.key}（{one.before} → {one.after}）没有影响任何预判结果",
        f"{kind.en} {one.key} ({one.before} → {one.after}) has no effect on any verdict",
    )


def _tier(one: TierChange) -> Text:
    before, after = one.before, one.after
    return Text(
        f"{one.name.zh}：确定符合{before.definite}→{after.definite}户，可能符合{before.possible}→{after.possible}户；"
        f"新增{one.gained}户，失去{one.lost}户",
        f"{one.name.en}: certainly met {before.definite} → {after.definite}, possibly met {before.possible} → "
        f"{after.possible}; {one.gained} gain, {one.lost} lose",
    )


def _flip(one: Flip) -> Text:
    why = [_criterion(each) for each in one.criteria]
    return Text(
        f"{one.name or one.code or one.enterprise}：{OUTCOMES[one.before].zh}→{OUTCOMES[one.after].zh}"
        + (f"（{'；'.join(each.zh for each in why)}）" if why else ""),
        f"{one.name or one.code or one.enterprise}: {OUTCOMES[one.before].en} → {OUTCOMES[one.after].en}"
        + (f" ({'; '.join(each.en for each in why)})" if why else ""),
    )


def _criterion(one: CriterionFlip) -> Text:
    before, after = _said(one.before), _said(one.after)
    return Text(f"{one.name.zh}：{before.zh}→{after.zh}", f"{one.name.en}: {before.en} → {after.en}")


def _said(outcome: Outcome | None) -> Text:
    return ABSENT if outcome is None else OUTCOMES[outcome]


def difference_text(difference: DefinitionDifference, lang: str = "zh", *, most: int = 20) -> str:
    """The values of both options company by company, then what it does to the tiers."""
    one, two = difference.one, difference.other
    lines = [
        Text(
            f"口径 {difference.definition}「{difference.name.zh}」：{one.name.zh} 与 {two.name.zh}",
            f"definition {difference.definition} `{difference.name.en}`: {one.name.en} against {two.name.en}",
        ).in_(lang)
    ]
    lines += [
        f"  {row.name or row.code or row.enterprise}: {row.one.in_(lang)} | {row.other.in_(lang)}"
        for row in difference.rows[:most]
    ]
    return "\n".join((*lines, text(difference.simulation, lang, most=most)))


# --- JSON -----------------------------------------------------------------------------------------------------


def as_json(simulation: Simulation) -> str:
    return json.dumps(plain(simulation), ensure_ascii=False, indent=1)


def plain(simulation: Simulation) -> dict[str, Any]:
    """The simulation as plain values."""
    return {
        "before": simulation.before,
        "after": simulation.after,
        "enterprises": simulation.enterprises,
        "alterations": [
            {
                "kind": one.kind, "key": one.key, "name": _both(one.name), "before": one.before, "after": one.after,
                "moved": one.moved,
            }
            for one in simulation.alterations
        ],
        "without_effect": [one.key for one in simulation.without_effect],
        "tiers": [_plain_tier(one) for one in simulation.tiers],
    }  # fmt: skip


def _plain_tier(one: TierChange) -> dict[str, Any]:
    return {
        "before_key": one.before_key,
        "after_key": one.after_key,
        "name": _both(one.name),
        "before": {"definite": one.before.definite, "possible": one.before.possible},
        "after": {"definite": one.after.definite, "possible": one.after.possible},
        "gained": one.gained,
        "lost": one.lost,
        "changed": one.changed,
        "flips": [
            {
                "enterprise": flip.enterprise,
                "code": flip.code,
                "name": flip.name,
                "before": flip.before.value,
                "after": flip.after.value,
                "criteria": [
                    {
                        "id": each.id,
                        "name": _both(each.name),
                        "before": each.before and each.before.value,
                        "after": each.after and each.after.value,
                    }
                    for each in flip.criteria
                ],
            }
            for flip in one.flips
        ],
    }


def _both(one: Text) -> dict[str, str]:
    return {"zh": one.zh, "en": one.en}
