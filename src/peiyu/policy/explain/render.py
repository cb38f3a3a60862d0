"""Explanations as text, JSON and an HTML fragment; every one says 预判，不作为认定依据."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from peiyu.policy.explain.model import EMPTY, Explanation, Part, Waiting
from peiyu.policy.explain.words import OUTCOMES
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

MARKS = {Outcome.MET: "✓", Outcome.NOT_MET: "✗", Outcome.UNKNOWN: "？", None: "·"}
EVIDENCE = {
    "verified": EMPTY,
    "single-source": Text("单一来源", "single source"),
    "paraphrase": Text("据转述", "paraphrase"),
    "unverified": Text("未核实", "unverified"),
    "assumption": Text("推定", "assumption"),
}
"""How sure we are of a rule; a verified one needs no mark."""

LABELS = {
    "present": Text("现值", "has"), "asked": Text("要求", "asked"), "cite": Text("依据", "clause"),
    "waiting": Text("待补", "waiting"), "as_of": Text("数据截止日", "as of"), "text": Text("文本", "text"),
    "rules_at": Text("规则日期", "rules at"),
    "out": Text("该文本在所选日期不在有效期内", "this text is not in force at the chosen date"),
    "stand_ins": Text("以其他口径替代的数据", "facts that another stood in for"),
    "defined": Text("口径", "definitions"),
}  # fmt: skip


def label(key: str, lang: str) -> str:
    return LABELS[key].in_(lang)


def outcome_word(outcome: Outcome, waiting: tuple[Waiting, ...], lang: str) -> str:
    """符合, 不符合, or 待补 with who has to act."""
    word = OUTCOMES[outcome].in_(lang)
    if outcome is not Outcome.UNKNOWN or not waiting:
        return word
    who = dict.fromkeys(w.who.in_(lang) for w in waiting)
    return f"{word}（{'、'.join(who)}）" if lang != "en" else f"{word} ({', '.join(who)})"


def details(part: Part, lang: str) -> Iterator[str]:
    """What a line says after its name."""
    colon = "：" if lang != "en" else ": "
    if part.outcome is not None:
        yield outcome_word(part.outcome, part.waiting, lang)
    if part.value.zh:
        yield (f"{label('present', lang)}{colon}" if part.threshold.zh else "") + part.value.in_(lang)
    if part.threshold.zh:
        yield f"{label('asked', lang)}{colon}{part.threshold.in_(lang)}"
    for said in (part.distance, part.note):
        if said.zh:
            yield said.in_(lang)
    if part.kind in ("fact", "item") and part.outcome is None:
        yield from dict.fromkeys(w.who.in_(lang) for w in part.waiting)


def clause(part: Part, lang: str) -> str:
    """The clause and, unless verified, how sure we are of it."""
    mark = EVIDENCE[part.evidence].in_(lang) if part.evidence else ""
    return " · ".join(filter(None, (part.cite, mark)))


def heading(one: Explanation, lang: str) -> list[str]:
    """Who, which tier, which text, which dates; and what the reader must know before using it."""
    colon = "：" if lang != "en" else ": "
    name = one.root.what.in_(lang)
    lines = [
        f"{one.name or one.code} · {name}{colon}{outcome_word(one.outcome, one.root.waiting, lang)}",
        one.disclaimer.in_(lang),
        f"{label('as_of', lang)} {one.as_of} · {label('rules_at', lang)} {one.rules_at} · "
        f"{label('text', lang)} {one.tier} {one.text}",
    ]
    if not one.in_force:
        lines.append(label("out", lang))
    if one.definitions_said:
        said = ("；" if lang != "en" else "; ").join(s.in_(lang) for s in one.definitions_said)
        lines.append(label("defined", lang) + colon + said)
    if one.stand_ins:
        names = ("、" if lang != "en" else ", ").join(s.in_(lang) for s in one.stand_ins)
        lines.append(label("stand_ins", lang) + colon + names)
    return lines


def text(one: Explanation, lang: str = "zh") -> str:
    """The whole explanation as indented lines."""
    lines = [*heading(one, lang), ""]

    def write(part: Part, depth: int) -> None:
        said = "；".join(details(part, lang)) if lang != "en" else "; ".join(details(part, lang))
        where = clause(part, lang)
        name = part.what.in_(lang) + ((": " if lang == "en" else "：") + said if said else "")
        lines.append("  " * depth + f"{MARKS[part.outcome]} {name}" + (f" [{where}]" if where else ""))
        if part.rule.zh and part.rule != part.what:
            lines.append("  " * depth + f"    {part.rule.in_(lang)}")
        for child in part.children:
            write(child, depth + 1)

    for part in one.root.children:
        write(part, 0)
    return "\n".join(lines) + "\n"


def as_json(one: Explanation) -> str:
    """The same as JSON, both languages, for other programs."""
    said = {
        "disclaimer": both(one.disclaimer), "enterprise": one.enterprise, "code": one.code, "name": one.name,
        "tier": one.tier, "via": one.via, "outcome": one.outcome.value, "as_of": str(one.as_of),
        "rules_at": str(one.rules_at), "text": one.text, "in_force": one.in_force,
        "definitions": list(one.definitions), "stand_ins": [both(s) for s in one.stand_ins], "why": plain(one.root),
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def both(said: Text) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def plain(part: Part) -> dict[str, Any]:
    """One line as plain values; what is empty is left out."""
    made: dict[str, Any] = {"kind": part.kind, "key": part.key, "what": both(part.what)}
    if part.outcome is not None:
        made["outcome"] = part.outcome.value
    for name in ("rule", "value", "threshold", "distance", "note"):
        said: Text = getattr(part, name)
        if said.zh:
            made[name] = both(said)
    if part.cite:
        made["cite"] = part.cite
    if part.evidence:
        made["evidence"] = part.evidence
    for name in ("stand_in", "attested"):
        if getattr(part, name):
            made[name] = True
    if part.waiting:
        made["waiting"] = [
            {"who": both(w.who), "what": both(w.what), "kind": w.reason.kind, "supplier": w.reason.supplier}
            for w in part.waiting
        ]
    if part.children:
        made["children"] = [plain(child) for child in part.children]
    return made


def as_html(one: Explanation, lang: str = "zh") -> str:
    """An HTML fragment (no page around it); everything in it is escaped."""
    first, *rest = heading(one, lang)
    lines = "".join(f"<p>{escape(line)}</p>" for line in rest)
    body = "".join(html_part(part, lang) for part in one.root.children)
    state = one.outcome.name.lower().replace("_", "-")
    return (
        f'<section class="explanation {state}" lang="{"en" if lang == "en" else "zh-CN"}">'
        f"<h2>{escape(first)}</h2>{lines}<ul>{body}</ul></section>\n"
    )


def html_part(part: Part, lang: str) -> str:
    state = part.outcome.name.lower().replace("_", "-") if part.outcome else "none"
    said = "".join(f" <span>{escape(one)}</span>" for one in details(part, lang))
    where = clause(part, lang)
    cite = f" <cite>{escape(where)}</cite>" if where else ""
    rule = f"<br><code>{escape(part.rule.in_(lang))}</code>" if part.rule.zh and part.rule != part.what else ""
    below = "".join(html_part(child, lang) for child in part.children)
    inner = f"<ul>{below}</ul>" if below else ""
    name = f"<b>{escape(part.what.in_(lang))}</b>"
    return f'<li class="{part.kind} {state}">{MARKS[part.outcome]} {name}{said}{cite}{rule}{inner}</li>'
