"""A row of the trail as one may see it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import NAMES, Role
from peiyu.web.acting.rules import decide
from peiyu.web.look.converters import KeyConverter
from peiyu.web.trail.access import RIGHTS, RULES
from peiyu.web.trail.models import Entry
from peiyu.web.trail.words import kind_said, verb_said


@dataclass(frozen=True, slots=True)
class Changed:
    """A field before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """`open`: whether one may see what it was about, and not only who did what."""

    entry: Entry
    open: bool

    @property
    def verb(self) -> Text:
        """What was done."""
        return verb_said(self.entry.verb)

    @property
    def record(self) -> Text:
        """To which record."""
        kind = kind_said(self.entry.kind)
        return Text(f"{kind.zh} {self.entry.subject}".strip(), f"{kind.en} {self.entry.subject}".strip())

    @property
    def role(self) -> Text:
        """In which role."""
        return NAMES[Role(self.entry.role)] if self.entry.role else Text("", "")

    @property
    def said(self) -> str:
        """What the record is called, where one may know."""
        return self.entry.said if self.open else ""

    @property
    def why(self) -> str:
        """Why it was done, where one may know."""
        return self.entry.why if self.open else ""

    @property
    def for_whom(self) -> str:
        """The enterprise for which it was done, as in addresses."""
        return "" if self.entry.for_whom is None else KeyConverter().to_url(self.entry.for_whom)

    @property
    def changed(self) -> tuple[Changed, ...]:
        """Field by field what was before and what is after, where one may know."""
        before, after = self.entry.before or {}, self.entry.after or {}
        names = dict.fromkeys([*before, *after]) if self.open else ()
        return tuple(Changed(name, _value(before.get(name)), _value(after.get(name))) for name in names)


def row(actor: Actor, entry: Entry) -> Row:
    """A row as the actor may see it."""
    action = "trail.rights" if entry.kind in RIGHTS else "trail.business"
    return Row(entry, decide(RULES, actor, action).allowed)


def _value(value: Any) -> str:
    if value is None or value == "":
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
