"""Who may do what: the engine of every app's table of rules.

A rule lets roles do an action, on what is their `own` or on `all`. Own is what belongs to an organisation in the
actor's scope, lies in one of its areas, or concerns an enterprise that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import NAMES, Role
from peiyu.web.look.refusal import Refusal

Reach = Literal["own", "all"]
LOOK_ONLY = "dossier"
"""The scope of a consent to look and no more."""
LOOKS = frozenset({"see", "find", "know", "export", "own"})
"""The last words of actions that such a consent leaves open: they write nothing of the enterprise's."""
NO_REASON = Text("", "")


@dataclass(frozen=True, slots=True)
class Rule:
    """`roles` may do `action` within `reach`."""

    action: str
    roles: frozenset[Role]
    reach: Reach = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a record belongs to: an organisation, an area (park or district as facts name it), an enterprise."""

    organisation: int | None = None
    areas: frozenset[str] = frozenset()
    enterprise: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and if not, why."""

    allowed: bool
    reason: Text = NO_REASON


ALLOWED = Decision(True)
NOT_CONSENTED = Text(
    "企业的委托仅限查看档案，不能代为填报或办理；需要代办的，请企业另行委托填报",
    "the enterprise consented to your seeing its dossier only: nothing can be entered or done for it; "
    "ask it for a consent to report its data",
)
Rules = tuple[Rule, ...]


def rule(action: str, *roles: Role, reach: Reach = "all") -> Rule:
    return Rule(action, frozenset(roles), reach)


def reach_of(rules: Rules, actor: Actor, action: str) -> Reach | None:
    """The widest reach that the actor's role has for an action; None: not at all."""
    if actor.is_system:
        return "all"
    reaches = {one.reach for one in rules if one.action == action and actor.role in one.roles}
    return "all" if "all" in reaches else "own" if reaches else None


def owns(actor: Actor, subject: Subject) -> bool:
    """Whether a subject is the actor's own."""
    return (
        (subject.organisation is not None and subject.organisation in actor.organisations)
        or bool(subject.areas & actor.areas)
        or (subject.enterprise is not None and subject.enterprise in actor.enterprises)
    )


def decide(rules: Rules, actor: Actor, action: str, subject: Subject | None = None) -> Decision:
    """Acting by a consent to look, an actor only looks, whatever its post lets it do. KeyError if no rule names the
    action: a table that forgot it is a fault of the program."""
    if all(one.action != action for one in rules):
        raise KeyError(action)
    reach = reach_of(rules, actor, action)
    if reach is not None and actor.consent_scope == LOOK_ONLY and action.rpartition(".")[2] not in LOOKS:
        return Decision(False, NOT_CONSENTED)
    if reach == "all" or (reach == "own" and (subject is None or owns(actor, subject))):
        return ALLOWED
    if not actor.signed_in:
        return Decision(False, Text("请先登录", "please sign in first"))
    if reach == "own":
        return Decision(False, Text("这不在您的管辖范围内", "this is outside your area"))
    who = roles_for(rules, action)
    named = Text("、".join(one.zh for one in who), ", ".join(one.en for one in who))
    return Decision(
        False,
        Text(f"当前身份无权办理，可由{named.zh}办理", f"not with your present role; it can be done by: {named.en}"),
    )


def roles_for(rules: Rules, action: str) -> tuple[Text, ...]:
    roles = {role for one in rules if one.action == action for role in one.roles}
    return tuple(NAMES[role] for role in Role if role in roles)


def require(rules: Rules, actor: Actor, action: str, subject: Subject | None = None) -> None:
    """Refusal `not-allowed` unless the table lets the actor."""
    decision = decide(rules, actor, action, subject)
    if not decision.allowed:
        raise Refusal(Problem("not-allowed", decision.reason), status=403)


def actions_of(rules: Rules) -> Iterable[str]:
    return sorted({one.action for one in rules})
