"""The shape of what people fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from peiyu.facts.base.schema import PURPOSES
from peiyu.facts.intake import carried
from peiyu.problems import Text
from peiyu.web.enterprises.actions.uploads import Wish
from peiyu.web.enterprises.intake.reading import AUTOMATIC
from peiyu.web.look.cells import words as in_words
from peiyu.web.look.forms import Form, Word

KINDS = (
    ("ledger", Text("台账或填报表：新企业一并建档", "a ledger: new enterprises are entered")),
    ("list", Text("国家平台名单：只对上已有企业", "a list of a national platform: for enterprises that are known")),
)
MAPPINGS = (
    (AUTOMATIC, Text("自动（用过的表头按保存的对应表）", "automatic (the mapping saved for these headers)")),
    ("", Text("不用对应表", "none")),
)
PURPOSE_NAMES = {"行政": "administrative", "统计": "statistical", "企业授权": "by consent", "公开": "public"}


def _said(options: tuple[tuple[str, Text], ...]) -> list[tuple[str, str]]:
    return [(value, in_words(text)) for value, text in options]


class Reading(Form):
    """How a file is to be read."""

    words: ClassVar[Mapping[str, Word]] = {
        "kind": Word(Text("这是什么表", "What it is")),
        "mapping": Word(Text("列的对应", "Meaning of the columns")),
        "source": Word(
            Text("数据来源", "Source"), Text("如 园区台账、企业填报；留空取文件名", "empty: the file's name")
        ),
        "purpose": Word(
            Text("数据用途", "Purpose"),
            Text("统计数据只用于汇总，不进入任何名单", "statistical data only count; they reach no list"),
        ),
        "day": Word(
            Text("数据知悉日期", "Known from"),
            Text("留空取表中写明的日期；表中也没有的取今天", "empty: the day that the ledger states, else today"),
        ),
        "year": Word(
            Text("数据年度", "Year of the figures"),
            Text("列名未写年度时用；留空按表名或上一年", "if no header says it; empty: the sheet's, else last year"),
        ),
        "lenient": Word(Text("读不懂的单元格按缺失载入", "Cells that cannot be read load as missing")),
        "why": Word(Text("说明", "Note")),
    }  # fmt: skip

    kind = forms.ChoiceField(required=False)
    mapping = forms.ChoiceField(required=False)
    source = forms.CharField(required=False, max_length=120)
    purpose = forms.ChoiceField(required=False)
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    year = forms.IntegerField(required=False, min_value=1990, max_value=2100)
    lenient = forms.BooleanField(required=False)
    why = forms.CharField(required=False, max_length=1000)

    def __init__(self, *args: object, mapping_name: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        own = [] if mapping_name in ("", AUTOMATIC, *carried()) else [(mapping_name, mapping_name)]
        choices = {
            "kind": _said(KINDS),
            "mapping": [*_said(MAPPINGS), *((one, one) for one in carried()), *own],
            "purpose": [("", in_words(Text("按对应表；没有写的为行政", "as the mapping says, else administrative"))),
                        *((one, in_words(Text(one, PURPOSE_NAMES[one]))) for one in PURPOSES)],
        }  # fmt: skip
        for name, given in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = given

    def wish(self) -> Wish:
        """What was filled in."""
        given = self.cleaned_data
        return Wish(
            kind=given["kind"] or "ledger", mapping=given["mapping"], source=given["source"].strip(),
            purpose=given["purpose"], day=given["day"], year=given["year"], lenient=given["lenient"],
            why=given["why"].strip(), again=bool(given.get("again")),
        )  # fmt: skip


class Upload(Reading):
    """A file, and how it is to be read."""

    words: ClassVar[Mapping[str, Word]] = {
        "file": Word(
            Text("文件", "File"),
            Text(".xlsx、.xls 或 .csv，不带宏、不加密", ".xlsx, .xls or .csv, no macros, no password"),
        ),
        "again": Word(Text("仍要导入同一份文件", "Import the same file again")),
        **Reading.words,
    }  # fmt: skip

    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}))
    again = forms.BooleanField(required=False)
    field_order = ("file", "kind", "mapping", "source", "day", "year", "purpose", "lenient", "why", "again")


class Reason(Form):
    """Why something is done."""

    words: ClassVar[Mapping[str, Word]] = {"why": Word(Text("理由", "Reason"))}

    why = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
