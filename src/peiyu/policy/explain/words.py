"""The words of facts, reasons and conditions under a binding, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference.context import carried_fields
from peiyu.policy.explain.amounts import Measure, amount, unit_in
from peiyu.policy.explain.model import Waiting
from peiyu.policy.explain.settled import without_settled
from peiyu.policy.verdict import Exact, FactKey, Outcome, Reason
from peiyu.problems import Text

OUTCOMES = {
    Outcome.MET: Text("符合", "met"),
    Outcome.NOT_MET: Text("不符合", "not met"),
    Outcome.UNKNOWN: Text("待补", "unknown"),
}
FROM_ENTERPRISE = Text("待企业补", "from the enterprise")
FROM_DEPARTMENT = Text("待部门核", "from the department")
DEPARTMENTS = {
    "人社": "human resources", "发展改革": "development and reform", "工信": "industry and information technology",
    "市场监管": "market regulation", "科技": "science and technology", "税务": "taxation", "统计": "statistics",
}  # fmt: skip
"""The departments that the vocabulary names, in English; one that a pack names stays as it is written there."""
FROM_EXPERT = Text("待专家评", "for an expert")
FROM_OFFICE = Text("待人工核定", "for the office to settle")
ZERO_BASE = Text("分母为零，无法计算", "the base is zero, nothing to compute")
BEFORE_FOUNDING = Text("所需年度早于企业成立", "the years asked for lie before founding")
SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "＝", "!=": "≠"}
FUNCTIONS = {
    "sum": Text("合计", "sum"), "avg": Text("平均", "mean"),
    "min": Text("最低", "least"), "max": Text("最高", "greatest"),
    "each": Text("每年均", "each year"), "any": Text("任一年", "any year"),
    "growth": Text("同比增长率", "yearly growth"),
    "mean_growth": Text("平均增长率", "mean growth"), "cagr": Text("年均复合增长率", "compound yearly growth"),
    "count": Text("数量", "number"), "exists": Text("有", "has"),
}  # fmt: skip


TITLE_KIND = ast.ChildField("title", "kind")


class Words:
    """Names things as the binding knows them. What it has said of a condition it remembers by the node itself: the
    nodes are the binding's and the same for every enterprise."""

    def __init__(self, binding: Binding) -> None:
        self.binding = binding
        self.phrases: dict[int, tuple[ast.Expr, Text]] = {}
        self.dimensions: dict[int, tuple[ast.Expr, str]] = {}
        self.telling_: dict[int, tuple[ast.Expr, ast.Expr]] = {}
        self.waits: dict[Reason, Waiting] = {}
        self.lacked: dict[frozenset[Reason], tuple[Waiting, ...]] = {}
        self.measures: dict[int, tuple[ast.Compare, Measure]] = {}

    def field(self, entity: str, code: str) -> Field:
        found = carried_fields().get((entity, code))
        return found if found is not None else self.binding.fields[code]

    def field_name(self, entity: str, code: str) -> Text:
        """A field's name, or its code where neither the vocabulary nor the binding knows it."""
        found = carried_fields().get((entity, code)) or self.binding.fields.get(code)
        return Text(code, code) if found is None else found.name

    def list_name(self, entity: str) -> Text:
        return vocabulary().entities[entity].name

    def list_of(self, entity: str, scope: str = "") -> Text:
        """A list of child records, or its part of one kind: 称号资质（高新技术企业）清单."""
        name, kind = self.list_name(entity), self.scope(entity, scope)
        return Text(
            f"{name.zh}{f'（{kind.zh}）' if scope else ''}清单", f"list of {name.en}{f' ({kind.en})' if scope else ''}"
        )

    def scope(self, entity: str, scope: str) -> Text:
        """A kind of child record by which a list may be complete in part."""
        known = carried_fields().get((entity, "kind"))
        return Text(scope, scope) if known is None else self.option(ast.ChildField(entity, "kind"), scope)

    def fact(self, key: FactKey) -> Text:
        """A datum with its year: 2021年度营业收入; a list by its name and kind."""
        if not key.field_code:
            return self.list_of(key.entity, key.scope)
        name = self.field(key.entity, key.field_code).name
        if key.year:
            return Text(f"{key.year}年度{name.zh}", f"{name.en}, {key.year}")
        if key.entity != "enterprise":
            parent = self.list_name(key.entity)
            kind = self.scope(key.entity, key.scope)
            scope, in_english = (f"「{kind.zh}」", f" ({kind.en})") if key.scope else ("", "")
            return Text(f"{parent.zh}{scope}的{name.zh}", f"{name.en} of {parent.en}{in_english}")
        return name

    def waiting(self, reason: Reason) -> Waiting:
        """A reason as a line that says who has to act on what."""
        known = self.waits.get(reason)
        if known is None:
            known = self.waits[reason] = Waiting(self.who(reason), self.about(reason), reason)
        return known

    def who(self, reason: Reason) -> Text:
        """Who has to act on a reason."""
        if reason.kind in ("undefined", "not_applicable", "refer"):
            return FROM_OFFICE
        if reason.kind == "expert" or reason.supplier == "expert":
            return FROM_EXPERT
        if reason.supplier.startswith("department:"):
            name = reason.supplier.removeprefix("department:")
            english = DEPARTMENTS.get(name, name)
            return (
                FROM_DEPARTMENT if name == "office" else Text(f"待部门核（{name}）", f"from the department ({english})")
            )
        return FROM_ENTERPRISE

    def asked_of(self, reason: Reason) -> Text:
        """Whom to ask: the enterprise, a department, an expert."""
        if reason.kind == "expert" or reason.supplier == "expert":
            return Text("问专家", "ask an expert")
        if reason.supplier.startswith("department:"):
            name = reason.supplier.removeprefix("department:").replace("office", "")
            english = DEPARTMENTS.get(name, name)
            return Text(f"问{name}部门", f"ask the department ({english})" if name else "ask the department")
        return Text("问企业", "ask the enterprise")

    def about(self, reason: Reason) -> Text:
        """What a reason is about."""
        if reason.kind == "undefined":
            return ZERO_BASE
        if reason.kind == "not_applicable":
            return BEFORE_FOUNDING
        if reason.fact is None:
            return Text("专家评分", "an expert's points")
        name = self.fact(reason.fact)
        if reason.kind == "open_list" and reason.fact.scope:
            title = self.scope(reason.fact.entity, reason.fact.scope)
            return Text(f"是否持有有效的{title.zh}", f"whether {title.en} is held and in force")
        if reason.kind == "open_list":
            return Text(f"{name.zh}是否齐全", f"whether the {name.en} is complete")
        return name

    def option(self, of: ast.Expr, value: str) -> Text:
        """A stored word of a fact or of a record's field, as the vocabulary says it."""
        if not isinstance(of, ast.Fact | ast.ChildField):
            return Text(value, value)
        options = self.field(of.entity, of.field_code).options
        return next((said for code, said in options if value in (code, said.zh)), Text(value, value))

    def title(self, name: str) -> Text:
        """A title that is held."""
        return self.option(TITLE_KIND, name)

    def options(self, expr: ast.InSet) -> Text:
        """A set by its name, or its options one by one."""
        if expr.set_name is not None:
            return self.binding.set_names.get(expr.set_name, Text(expr.set_name, expr.set_name))
        said = [self.option(expr.of, one) for one in expr.options]
        return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said))

    # --- conditions ---------------------------------------------------------------------------------------

    def dimension(self, expr: ast.Expr) -> str:
        """The dimension of a numeric expression: a quotient of two of one kind is a ratio."""
        known = self.dimensions.get(id(expr))
        if known is None:
            known = self.dimensions[id(expr)] = (expr, self.dimension_of(expr))
        return known[1]

    def dimension_of(self, expr: ast.Expr) -> str:
        match expr:
            case ast.Number():
                return expr.dimension
            case ast.Fact() | ast.ChildField():
                return self.field(expr.entity, expr.field_code).type
            case ast.Ref():
                if expr.kind != "quantity":
                    return "points"
                return self.dimension(self.binding.quantities[expr.key].branches[-1].value)
            case ast.Binary():
                left, right = self.dimension(expr.left), self.dimension(expr.right)
                if expr.op in "+-":
                    return left or right
                if expr.op == "*":
                    return left if right in ("ratio", "", "items", "integer") else right
                return "ratio" if left == right else left if right in ("", "ratio") else ""
            case ast.Growth():
                return "ratio"
            case ast.FullYears():
                return "years"
            case ast.Child():
                return "items" if expr.field_code is None else self.field(expr.entity, expr.field_code).type
            case ast.Extreme() | ast.FirstKnown():
                return next(filter(None, map(self.dimension, expr.args)), "")
            case ast.Negate() | ast.Floor() | ast.Prior() | ast.Over():
                return self.dimension(expr.of)
            case _:
                return ""

    def phrase(self, expr: ast.Expr) -> Text:
        """An expression in words."""
        known = self.phrases.get(id(expr))
        if known is None:
            known = self.phrases[id(expr)] = (expr, Text(self.said(expr, "zh"), self.said(expr, "en")))
        return known[1]

    def measure(self, expr: ast.Compare) -> Measure:
        """How both sides of a comparison are written."""
        known = self.measures.get(id(expr))
        if known is None:
            known = self.measures[id(expr)] = (expr, measure_beside(self, expr.left, expr.right, None))
        return known[1]

    def telling(self, expr: ast.Expr) -> ast.Expr:
        """A condition without what parameters alone decide."""
        known = self.telling_.get(id(expr))
        if known is None:
            known = self.telling_[id(expr)] = (expr, without_settled(expr))
        return known[1]

    def said(self, expr: ast.Expr, lang: str) -> str:
        zh = lang != "en"
        match expr:
            case ast.Number():
                return self.literal(expr).in_(lang)
            case ast.Duration():
                return duration(expr, lang)
            case ast.DateLiteral():
                return expr.value.isoformat()
            case ast.TextLiteral():
                return expr.value
            case ast.Flag():
                return ("是" if expr.value else "否") if zh else ("yes" if expr.value else "no")
            case ast.Fact() | ast.ChildField():
                return self.field(expr.entity, expr.field_code).name.in_(lang)
            case ast.Ref():
                return self.named(expr).in_(lang)
            case ast.Meets():
                return f"{'符合' if zh else 'meets '}{self.tier_name(expr.tier).in_(lang)}"
            case ast.Holds():
                return f"持有有效的{expr.title}" if zh else f"holds {self.title(expr.title).en} in force"
            case ast.Compare(right=ast.TextLiteral(value=value)):
                return f"{self.said(expr.left, lang)} {sign(expr.op, lang)} {self.option(expr.left, value).in_(lang)}"
            case ast.Compare():
                return f"{self.said(expr.left, lang)} {sign(expr.op, lang)} {self.said(expr.right, lang)}"
            case ast.And() | ast.Or():
                joint = ("且" if zh else "and") if isinstance(expr, ast.And) else ("或" if zh else "or")
                return f" {joint} ".join(self.bracketed(part, lang) for part in expr.parts)
            case ast.Not():
                return self.denied(expr.of, lang)
            case ast.InRange():
                return f"{self.said(expr.of, lang)} {'在' if zh else 'in'} {self.range(expr, lang)}"
            case ast.InSet():
                word = ("不属于" if expr.negated else "属于") if zh else ("not in" if expr.negated else "in")
                return f"{self.said(expr.of, lang)} {word} {self.options(expr).in_(lang)}"
            case ast.InWindow():
                return f"{self.said(expr.of, lang)} {window(expr, lang)}"
            case _:
                return self.formula(expr, lang)

    def denied(self, expr: ast.Expr, lang: str) -> str:
        """The opposite of a condition: 无…, 不属于…, or 非（…）."""
        zh = lang != "en"
        if isinstance(expr, ast.InSet):
            return self.said(replace(expr, negated=not expr.negated), lang)
        if isinstance(expr, ast.Child) and expr.fn == "exists":
            return self.child(expr, lang, "无" if zh else "no")
        return f"非（{self.said(expr, lang)}）" if zh else f"not ({self.said(expr, lang)})"

    def formula(self, expr: ast.Expr, lang: str) -> str:
        zh = lang != "en"
        match expr:
            case ast.Binary():
                sign = {"*": "×", "/": "÷"}.get(expr.op, expr.op)
                return f"{self.bracketed(expr.left, lang)} {sign} {self.bracketed(expr.right, lang)}"
            case ast.Negate():
                return f"−{self.bracketed(expr.of, lang)}"
            case ast.Extreme():
                listed = self.listed(expr.args, lang)
                return f"{FUNCTIONS[expr.fn].zh}（{listed}）" if zh else f"{FUNCTIONS[expr.fn].en} of ({listed})"
            case ast.FirstKnown():
                listed = self.listed(dict.fromkeys(expr.args), lang)
                return f"依次取已知的一项（{listed}）" if zh else f"the first known of ({listed})"
            case ast.Floor():
                return f"取整（{self.said(expr.of, lang)}）" if zh else f"whole part of ({self.said(expr.of, lang)})"
            case ast.Prior():
                word = f"前{expr.years}年的" if zh else f"{expr.years} years before: "
                return f"{word}{self.bracketed(expr.of, lang)}"
            case ast.Over():
                word = FUNCTIONS[expr.fn].in_(lang)
                of = self.said(expr.of, lang)
                return f"近{expr.years}年{word}（{of}）" if zh else f"{word} over {expr.years} years ({of})"
            case ast.Growth():
                word = FUNCTIONS[expr.fn].in_(lang)
                of = self.said(expr.of, lang)
                if expr.fn == "growth":
                    return f"{of}{word}" if zh else f"{word} of {of}"
                if expr.fn == "cagr":
                    return f"近{expr.years}年{of}{word}" if zh else f"{word} of {of} over {expr.years} years"
                rates = expr.years - 1
                if zh:
                    return f"近{rates}年{of}{word}（按{expr.years}个年度的数据）"
                return f"{word} of {of} over {rates} years ({expr.years} years of data)"
            case ast.Age() | ast.FullYears():
                of = self.said(expr.since, lang)
                return f"自{of}起年限" if zh else f"time since {of}"
            case ast.Child():
                return self.child(expr, lang)
            case _:
                return type(expr).__name__

    def child(self, expr: ast.Child, lang: str, word: str = "") -> str:
        zh = lang != "en"
        name = self.list_name(expr.entity).in_(lang)
        word = word or FUNCTIONS[expr.fn].in_(lang)
        where = ""
        if expr.where is not None:
            said = self.said(expr.where, lang)
            where = f"（{said}）" if zh else f" ({said})"
        if expr.field_code is not None:
            name += ("的" if zh else " ") + self.field(expr.entity, expr.field_code).name.in_(lang)
        if expr.fn == "exists":
            return f"{word}{name}{where}" if zh else f"{word} {name}{where}"
        return f"{name}{where}{word}" if zh else f"{word} of {name}{where}"

    def bracketed(self, expr: ast.Expr, lang: str) -> str:
        text = self.said(expr, lang)
        if not isinstance(expr, (ast.Binary, ast.And, ast.Or)):
            return text
        return f"（{text}）" if lang != "en" else f"({text})"

    def listed(self, exprs: Iterable[ast.Expr], lang: str) -> str:
        return ("、" if lang != "en" else ", ").join(self.said(e, lang) for e in exprs)

    def literal(self, expr: ast.Number) -> Text:
        """A number as the regulation writes it."""
        said = amount(expr.value, Measure(expr.dimension))
        return Text(expr.written, said.en if expr.dimension else expr.written) if expr.written else said

    def range(self, expr: ast.InRange, lang: str) -> str:
        low = "" if expr.low is None else self.said(expr.low, lang)
        high = "" if expr.high is None else self.said(expr.high, lang)
        return f"{'[' if expr.low_closed else '('}{low}, {high}{']' if expr.high_closed else ')'}"

    def named(self, ref: ast.Ref) -> Text:
        if ref.kind == "quantity":
            return self.binding.quantities[ref.key].name
        return self.binding.scores[ref.key].name if ref.kind == "score" else self.binding.items[ref.key].name

    def tier_name(self, key: str) -> Text:
        return self.binding.tiers[key].tier.name


def sign(op: str, lang: str) -> str:
    """A comparison's sign; the wide ones stand in Chinese only."""
    return {">": ">", "<": "<", "=": "="}.get(op, SIGNS[op]) if lang == "en" else SIGNS[op]


def duration(expr: ast.Duration, lang: str) -> str:
    """2年, 6月 or 365天."""
    for count, zh, en in ((expr.years, "年", "years"), (expr.months, "个月", "months")):
        if count:
            return f"{count}{zh}" if lang != "en" else f"{count} {en}"
    return f"{expr.days}天" if lang != "en" else f"{expr.days} days"


def window(expr: ast.InWindow, lang: str) -> str:
    """近3个会计年度, 近3年（滚动）."""
    if lang == "en":
        this = "this and the " if expr.current else "the "
        return f"in {this}last {expr.years} {expr.basis} years"
    this = "今年及" if expr.current else ""
    return f"在{this}近{expr.years}个会计年度内" if expr.basis == "fiscal" else f"在{this}近{expr.years}年（滚动）内"


def measure_beside(words: Words, left: ast.Expr, right: ast.Expr, beside: Exact | None) -> Measure:
    """How both sides of a comparison are written: by the regulation's literal where there is one."""
    written = next((e.written for e in (right, left) if isinstance(e, ast.Number) and e.written), "")
    return Measure(words.dimension(left) or words.dimension(right), unit_in(written), beside)
