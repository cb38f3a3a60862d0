"""The shape of what is typed about people, organisations, posts and consents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from peiyu.problems import Text
from peiyu.web.accounts.models import KINDS, SCOPES, Organisation, Person
from peiyu.web.acting.roles import NAMES, Role
from peiyu.web.look import language
from peiyu.web.look.forms import Form, Word

WHY = Word(
    Text("原因、依据", "Why"), Text("写入留痕，如文号、来文日期", "Kept in the trail: a document's number or date")
)


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _said(table: Mapping[str, Text]) -> list[tuple[str, str]]:
    return [(key, text.in_(language.current())) for key, text in table.items()]


def _why(required: bool = True) -> forms.CharField:
    return forms.CharField(max_length=400, required=required)


def _choose() -> str:
    return Text("请选择", "Choose").in_(language.current())


class OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own takes no argument
    """A record to choose, by its name."""

    def among(self, rows: Any) -> None:
        """What can be chosen."""
        self.empty_label = _choose()
        self.queryset = rows


class OnePerson(OneOf):
    """A person to choose, by name and sign-in name: two may be called the same."""

    def label_from_instance(self, obj: Any) -> str:
        """How a person is named in the choice."""
        return f"{obj.name} ({obj.sign_in})"


class PersonForm(Form):
    """A person; `version` is that of the record when it was opened."""

    words: ClassVar[Mapping[str, Word]] = {
        "sign_in": Word(Text("用户名", "Sign-in name"), Text("小写字母、数字", "Small letters and digits")),
        "name": Word(Text("姓名", "Name")),
        "phone": Word(Text("电话", "Telephone")),
        "email": Word(Text("电子邮箱", "E-mail")),
    }
    sign_in = forms.CharField(max_length=40)
    name = forms.CharField(max_length=64)
    phone = forms.CharField(max_length=32, required=False)
    email = forms.EmailField(max_length=128, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OrganisationForm(Form):
    """An organisation, new or changed."""

    words: ClassVar[Mapping[str, Word]] = {
        "kind": Word(Text("类别", "Kind")),
        "name": Word(Text("名称", "Name")),
        "name_en": Word(Text("英文名称", "English name")),
        "parent": Word(Text("上级机构", "Stands under"), Text("上级能看到下级的数据", "It sees what is under it")),
        "area": Word(
            Text("园区（地区）名", "Park or district"),
            Text("与企业数据中的写法一致；其下企业归它管", "As the enterprises' data name it; these are its own"),
        ),
        "duties": Word(Text("职责", "Duties")),
        "why": WHY,
    }
    kind = forms.ChoiceField()
    name = forms.CharField(max_length=120)
    name_en = forms.CharField(max_length=200, required=False)
    parent = OneOf(Organisation.objects.none(), required=False)
    area = forms.CharField(max_length=120, required=False)
    duties = forms.CharField(max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    why = _why(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _said(KINDS)  # type: ignore[attr-defined]
        above = Organisation.objects.filter(until=None).exclude(kind="enterprise")
        self.fields["parent"].among(above)  # type: ignore[attr-defined]


class SuccessorForm(Form):
    """Into which organisation another goes over, and from when."""

    words: ClassVar[Mapping[str, Word]] = {
        "successor": Word(Text("继任机构", "Successor")),
        "from_day": Word(Text("自何日起", "From")),
        "why": WHY,
    }
    successor = OneOf(Organisation.objects.none())
    from_day = forms.DateField(widget=_date())
    why = _why()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heirs = Organisation.objects.filter(until=None).exclude(kind="enterprise")
        self.fields["successor"].among(heirs)  # type: ignore[attr-defined]


class PostForm(Form):
    """A post for a person."""

    words: ClassVar[Mapping[str, Word]] = {
        "organisation": Word(Text("机构", "Organisation")),
        "role": Word(Text("角色", "Role")),
        "since": Word(Text("起", "From")),
        "until": Word(Text("止", "Until"), Text("长期的不填", "Empty if it has no end")),
        "why": WHY,
    }
    organisation = OneOf(Organisation.objects.none())
    role = forms.ChoiceField()
    since = forms.DateField(widget=_date())
    until = forms.DateField(widget=_date(), required=False)
    why = _why()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].among(Organisation.objects.filter(until=None))  # type: ignore[attr-defined]
        self.fields["role"].choices = _said({one.value: NAMES[one] for one in Role})  # type: ignore[attr-defined]


class WhyForm(Form):
    """A reason alone."""

    words: ClassVar[Mapping[str, Word]] = {"why": WHY}
    why = _why()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ConsentForm(Form):
    """What an enterprise consented to."""

    words: ClassVar[Mapping[str, Word]] = {
        "code": Word(
            Text("企业", "Enterprise"), Text("统一社会信用代码，须完整", "Its whole unified social credit code")
        ),
        "agent": Word(Text("受托机构", "Acts for it")),
        "scope": Word(Text("委托事项", "What for")),
        "since": Word(Text("起", "From")),
        "until": Word(Text("止", "Until"), Text("长期的不填", "Empty if it has no end")),
        "evidence": Word(
            Text("委托书", "Paper"),
            Text("企业签章的委托书扫描件；企业自己登记的不必附", "Signed by the enterprise; not needed from itself"),
        ),
        "said": Word(Text("说明", "About it")),
    }
    code = forms.CharField(max_length=40)
    agent = OneOf(Organisation.objects.none())
    scope = forms.ChoiceField(widget=forms.RadioSelect)
    since = forms.DateField(widget=_date())
    until = forms.DateField(widget=_date(), required=False)
    evidence = forms.FileField(required=False)
    said = forms.CharField(max_length=400, required=False)

    def __init__(self, *args: Any, agents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent"].among(agents)  # type: ignore[attr-defined]
        self.fields["scope"].choices = _said(SCOPES)  # type: ignore[attr-defined]


class HandOverForm(Form):
    """To whom one's work goes."""

    words: ClassVar[Mapping[str, Word]] = {
        "successor": Word(Text("接手人", "Successor")),
        "posts": Word(
            Text("一并移交的岗位", "Posts that go along"),
            Text("原岗位今天结束，接手人今天接任；只有安全管理员能移交岗位", "Only the security administrator can"),
        ),
        "why": WHY,
    }
    successor = OnePerson(Person.objects.none())
    posts = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    why = _why()

    def __init__(self, *args: Any, heirs: Any, posts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].among(heirs)  # type: ignore[attr-defined]
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]
        if not posts:
            del self.fields["posts"]


class PasswordForm(Form):
    """A password of one's own."""

    words: ClassVar[Mapping[str, Word]] = {
        "old": Word(Text("原密码", "Old password")),
        "new": Word(
            Text("新密码", "New password"),
            Text(
                "至少 10 位，小写、大写、数字、符号中有三类，不含姓名和用户名",
                "10 characters at least, three kinds of them, without your name",
            ),
        ),
        "again": Word(Text("再输一遍", "Once more")),
    }
    old = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False)
    new = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False)
    again = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False)


class SettingsForm(Form):
    """How one reads."""

    words: ClassVar[Mapping[str, Word]] = {
        "language": Word(Text("语言", "Language")),
        "large_font": Word(Text("大字显示", "Large font")),
    }
    language = forms.ChoiceField(choices=[("zh", "中文"), ("en", "English")], widget=forms.RadioSelect)
    large_font = forms.BooleanField(required=False)


class TokenForm(Form):
    """A key for the API."""

    words: ClassVar[Mapping[str, Word]] = {
        "name": Word(Text("用途", "What for")),
        "until": Word(Text("有效至", "Until"), Text("最长一年", "A year at most")),
    }
    name = forms.CharField(max_length=64)
    until = forms.DateField(widget=_date())
