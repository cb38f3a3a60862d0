"""The shape of what is typed about lists and follow-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from peiyu.problems import Text
from peiyu.web.checkups.queries.follow_ups import Doer
from peiyu.web.look.cells import words as in_words
from peiyu.web.look.forms import Form, Word


class Bring(Form):
    """A list of enterprises, pasted."""

    words: ClassVar[Mapping[str, Word]] = {
        "name": Word(Text("名单名称", "Name of the list"), Text("如：三季度走访名单", "such as: visits in autumn")),
        "text": Word(
            Text("企业", "Enterprises"),
            Text("每行一个统一社会信用代码或企业全称，可从表格里整列粘贴",
                 "a credit code or a whole name on each line; a column of a sheet can be pasted"),
        ),
    }  # fmt: skip

    name = forms.CharField(max_length=80)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 14}))


class Doing(Form):
    """What is done about a row, by whom, by when; `version` is that of the follow-up when it was opened."""

    words: ClassVar[Mapping[str, Word]] = {
        "what": Word(
            Text("做什么", "What is done"),
            Text("企业在“本企业”页能看到这句话", "The enterprise sees this sentence on its own page"),
        ),
        "doer": Word(Text("谁来办", "Who does it"), Text("交给别的单位，对方会收到通知", "Another unit is told")),
        "due": Word(Text("完成期限", "By when")),
    }  # fmt: skip

    what = forms.CharField(max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    doer = forms.ChoiceField()
    due = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, doers: Sequence[Doer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = in_words(Text("请选择", "Choose"))
        self.fields["doer"].choices = [("", choose), *((one.key, one.said) for one in doers)]  # type: ignore[attr-defined]


class EndingSeveral(Form):
    """How follow-ups ended."""

    words: ClassVar[Mapping[str, Word]] = {
        "verb": Word(Text("办理", "How")),
        "result": Word(Text("结果或原因", "Result or reason")),
    }

    verb = forms.ChoiceField(widget=forms.RadioSelect)
    result = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = (
            ("finish", Text("办结：写明做了什么", "done: say what was done")),
            ("drop", Text("终止：写明原因", "dropped: say why")),
        )
        self.fields["verb"].choices = [(key, in_words(one)) for key, one in said]  # type: ignore[attr-defined]


class Ending(EndingSeveral):
    """How one follow-up ended; `version` is that of the follow-up when it was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
