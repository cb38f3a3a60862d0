"""Forms whose labels, help and problems stand in both languages; their shape is Django's, their words are ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField

from peiyu.problems import Problem, Text

BLANK = Text("", "")


@dataclass(frozen=True, slots=True)
class Word:
    """The label of a field, and what helps to fill it in."""

    label: Text
    help: Text = BLANK


@dataclass(frozen=True, slots=True)
class Row:
    """A field as it is shown: with what was typed, and what is wrong with it."""

    field: BoundField
    label: Text
    help: Text
    problems: tuple[Problem, ...]

    @property
    def required(self) -> bool:
        return self.field.field.required

    @property
    def kind(self) -> str:
        """`tick` for a lone checkbox, `group` for several inputs under one name, else `plain`."""
        widget = self.field.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "group"
        return "tick" if isinstance(widget, forms.CheckboxInput) else "plain"


class Form(forms.Form):
    """`words` names every field. Problems of what was typed come from Django's checks, in our words; those that an
    action found are added with `refuse`, at the field that they name."""

    words: ClassVar[Mapping[str, Word]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "field-%s", **kwargs})
        self.refused: dict[str, list[Problem]] = {}

    def refuse(self, *problems: Problem, field: str = "") -> None:
        """Shows problems beside a field, or above the form."""
        self.refused.setdefault(field, []).extend(problems)

    @property
    def above(self) -> tuple[Problem, ...]:
        """Problems of no one field."""
        errors = self.errors.as_data().get("__all__", []) if self.is_bound else []
        own = [
            Problem("field-unfit", Text("填写有误", "this cannot be right"), found=str(one.message)) for one in errors
        ]
        return (*self.refused.get("", ()), *own)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every visible field, in order, marked for those who cannot see."""
        return tuple(self._row(field) for field in self.visible_fields())

    @property
    def has_problems(self) -> bool:
        return bool(self.refused) or (self.is_bound and not self.is_valid())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, for an answer that has no form."""
        return (*self.above, *(problem for row in self.rows for problem in row.problems))

    def _row(self, field: BoundField) -> Row:
        errors = self.errors.as_data().get(field.name, []) if self.is_bound else []
        problems = (
            *(unfit(field.field, error, str(field.value() or "")) for error in errors),
            *self.refused.get(field.name, ()),
        )
        word = self.words.get(field.name) or Word(Text(str(field.label), str(field.label)))
        marks = {"aria-describedby": f"help-{field.name}"} if word.help.zh or problems else {}
        if problems:
            marks["aria-invalid"] = "true"
        field.field.widget.attrs.update(marks)
        return Row(field, word.label, word.help, problems)


def unfit(field: forms.Field, error: Any, typed: str) -> Problem:
    """Django's finding as a problem in both languages."""
    params = error.params or {}
    limit = params.get("limit_value", "")
    sentences = {
        "required": Text("此项必填", "this is required"),
        "invalid_choice": Text("不在可选项中", "not one of the options"),
        "max_length": Text(f"最多 {limit} 个字", f"at most {limit} characters"),
        "min_length": Text(f"至少 {limit} 个字", f"at least {limit} characters"),
        "max_value": Text(f"不得大于 {limit}", f"at most {limit}"),
        "min_value": Text(f"不得小于 {limit}", f"at least {limit}"),
        "empty": Text("文件是空的", "the file is empty"),
        "missing": Text("请选择文件", "choose a file"),
    }
    accepted = _accepted(field) if error.code in ("invalid", "invalid_choice") else None
    said = sentences.get(error.code) or Text("无法识别", "cannot be read")
    return Problem("field-unfit", said, found=typed[:80], accepted=accepted)


def _accepted(field: forms.Field) -> Text | None:
    if isinstance(field, forms.DateField):
        return Text("日期，如 2026-03-31", "a date, such as 2026-03-31")
    if isinstance(field, forms.IntegerField | forms.FloatField | forms.DecimalField):
        return Text("数字，如 1200", "a number, such as 1200")
    if isinstance(field, forms.EmailField):
        return Text("电子邮箱地址", "an e-mail address")
    return None
