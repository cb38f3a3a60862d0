"""The shape of what people fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from peiyu.problems import Text
from peiyu.web.look.forms import Form, Word


class Reason(Form):
    """Why something is done."""

    words: ClassVar[Mapping[str, Word]] = {"why": Word(Text("理由", "Reason"))}

    why = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class Upload(Form):
    """A policy document, and the id of the pack that is drafted from it."""

    words: ClassVar[Mapping[str, Word]] = {
        "file": Word(
            Text("政策文件", "Policy document"),
            Text("Word（.docx）、PDF（带文字）、网页或文本", "Word (.docx), PDF with text, a web page or plain text"),
        ),
        "pack": Word(
            Text("政策包编号", "Id of the pack"),
            Text("小写字母、数字和连字符，如 baotou-2026", "small letters, digits and hyphens, such as baotou-2026"),
        ),
    }  # fmt: skip

    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".docx,.wps,.pdf,.html,.htm,.txt"}))
    pack = forms.RegexField(r"^[a-z][a-z0-9-]{2,60}$")


class Begin(Form):
    """A draft begun from a pack as it holds."""

    words: ClassVar[Mapping[str, Word]] = {
        "note": Word(
            Text("修改目的", "What for"), Text("如：拟把营收门槛调到6000万元", "such as: another line of revenue")
        )
    }

    note = forms.CharField(required=False, max_length=1000)
