"""A plan as one SQL query: a sqlglot tree of common table expressions, never text put together by hand.

Every kind of node that may occur is listed in ALLOWED; `checked` refuses a tree with any other, so that nothing
can creep in that a dialect reads in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from sqlglot import ErrorLevel, exp

from peiyu.policy.compile.plan import (
    Absolute,
    Arithmetic,
    Case,
    ChildTable,
    Compare,
    Constant,
    DatePart,
    Divide,
    Extreme,
    Floor,
    Input,
    Logic,
    Measured,
    Member,
    Not,
    Outer,
    Plan,
    Prefix,
    Real,
    Step,
    Tally,
    Test,
    Type,
    operands,
    outer_name,
)
from peiyu.policy.engine.layers import layered
from peiyu.problems import InternalError, Problem, Text

WIDEST = 150
"""New columns of one projection: engines plan wide projections slower than in proportion."""

NEAR = "__near"
KEYS = ("enterprise", "code", "name")
SQL_TYPES: Mapping[Type, str] = {
    "bool": "BOOLEAN",
    "int": "BIGINT",
    "float": "DOUBLE",
    "text": "VARCHAR",
    "date": "DATE",
}
Part = Callable[[int], Any]

ALLOWED = (
    exp.Select, exp.From, exp.Join, exp.Table, exp.TableAlias, exp.CTE, exp.With, exp.Where, exp.Group, exp.Alias,
    exp.Identifier, exp.Column, exp.Literal, exp.Boolean, exp.Null, exp.Cast, exp.DataType, exp.Paren, exp.Neg,
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Abs, exp.Floor, exp.Least, exp.Greatest, exp.Nullif, exp.Coalesce,
    exp.GT, exp.GTE, exp.LT, exp.LTE, exp.EQ, exp.NEQ, exp.And, exp.Or, exp.Not, exp.Is, exp.Case, exp.If, exp.In,
    exp.Substring, exp.Year, exp.Month, exp.Day, exp.Sum,
)  # fmt: skip


def sql_of(tree: Any, dialect: str) -> str:
    """The query in a dialect; what the dialect cannot say is an error, not a comment."""
    return str(checked(tree).sql(dialect=dialect, unsupported_level=ErrorLevel.RAISE))


def checked(tree: Any) -> Any:
    """The same tree. InternalError `sql-node-not-allowed`."""
    for node in tree.walk():
        if type(node) not in ALLOWED:
            raise InternalError(
                Problem(
                    "sql-node-not-allowed",
                    Text("查询中出现未列入白名单的成分", "the query holds a kind of node that is not on the list"),
                    found=type(node).__name__,
                )
            )
    return tree


# --- the query ------------------------------------------------------------------------------------------------


def query(plan: Plan, table_of: Callable[[str], Any]) -> Any:
    """One row an enterprise: enterprise, code, name, the outputs by name, `__near`. `table_of` names an entity's
    resolved rows."""
    chain = Chain()
    source = wide_rows(plan, table_of, chain)
    for number, child in enumerate(plan.children):
        if child.outer:
            source = with_sums(plan, number, table_of, chain, source)
    wanted = list(dict.fromkeys([o.step for o in plan.outputs] + ([] if plan.near is None else [plan.near])))
    source, made = chain.with_steps(source, plan.steps, wide_leaves(plan, plan.children), wanted, KEYS)
    named = [aliased(made(o.step), o.name) for o in plan.outputs]
    near = [] if plan.near is None else [aliased(made(plan.near), NEAR)]
    keys = [exp.column(name, quoted=True) for name in KEYS]
    return chain.finish(exp.select(*keys, *named, *near).from_(source))


def leaf_name(step: Input | Measured) -> str:
    if isinstance(step, Measured):
        return f"{step.entity}#{step.index}"
    return f"{step.entity}.{stored_name(step)}@{step.year}"


def stored_name(step: Input) -> str:
    return step.field_code + ("__stand_in" if step.part == "stand_in" else "")


def wide_rows(plan: Plan, table_of: Callable[[str], Any], chain: Chain) -> str:
    """The enterprise's facts and what its records alone add up to: one join a fiscal year and one a child entity."""
    by_year: dict[tuple[str, int], list[Input]] = {(plan.root, 0): []}
    for step in plan.steps:
        if isinstance(step, Input):
            by_year.setdefault((step.entity, step.year), []).append(step)
    root = exp.to_identifier("root")
    columns = [exp.column(name, table=root, quoted=True) for name in ("enterprise", "code", "name")]
    joins = []
    for number, ((entity, year), inputs) in enumerate(by_year.items()):
        alias = "root" if number == 0 else f"y{number}"
        columns += [leaf_column(step, alias) for step in inputs]
        if number:
            joins.append(chain.add(f"{alias}_rows", year_rows(table_of(entity), year, inputs)))
    select = exp.select(*columns).from_(aliased_table(table_of(plan.root), "root"))
    for number, name in enumerate(joins, start=1):
        select = left_join(select, name, f"y{number}")
    for child in plan.children:
        if not child.outer:
            name = chain.sums(child, child.entity, chain.add(f"{child.entity}_rows", record_rows(child, table_of)))
            select = joined_sums(select, child, name)
    return chain.add("wide", select)


def record_rows(child: ChildTable, table_of: Callable[[str], Any]) -> Any:
    return exp.select(*(exp.column(n, quoted=True) for n in record_columns(child))).from_(table_of(child.entity))


def record_columns(child: ChildTable) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("enterprise", *(s.field_code for s in child.steps if isinstance(s, Input)))))


def joined_sums(select: Any, child: ChildTable, name: str) -> Any:
    """With an entity's sums as columns; 0 where an enterprise has no such record."""
    alias = f"c_{child.entity}"
    for index in child.indexes:
        total = exp.Coalesce(
            this=exp.column(f"n{index}", table=alias, quoted=True), expressions=[exp.Literal.number(0)]
        )
        select = select.select(aliased(total, f"{child.entity}#{index}"), copy=False)
    return left_join(select, name, alias)


def with_sums(plan: Plan, number: int, table_of: Callable[[str], Any], chain: Chain, source: str) -> str:
    """The wide rows with the sums of a child table beside whose records steps of the wide rows stand."""
    child, before = plan.children[number], wide_leaves(plan, plan.children[:number])
    made, said = chain.with_steps(source, plan.steps, before, child.outer, ("enterprise",), f"outer_{number}")
    columns = [aliased(said(place), outer_name(place)) for place in child.outer]
    owners = chain.add(f"owners_{number}", exp.select(exp.column("enterprise", quoted=True), *columns).from_(made))
    own = [exp.column(name, table="record", quoted=True) for name in record_columns(child)]
    beside = [exp.column(outer_name(place), table="owner", quoted=True) for place in child.outer]
    same = exp.EQ(
        this=exp.column("enterprise", table="record", quoted=True),
        expression=exp.column("enterprise", table="owner", quoted=True),
    )
    rows = exp.select(*own, *beside).from_(aliased_table(table_of(child.entity), "record"))
    rows = rows.join(aliased_table(exp.to_table(owners), "owner"), on=same, join_type="inner", copy=False)
    prefix = f"{child.entity}_{number}"
    name = chain.sums(child, prefix, chain.add(f"{prefix}_rows", rows))
    names = (*KEYS, *(column.name for column in before.values()))
    select = exp.select(*(exp.column(one, table="root", quoted=True) for one in names))
    select = select.from_(aliased_table(exp.to_table(source), "root"))
    return chain.add(f"wide_{number}", joined_sums(select, child, name))


def wide_leaves(plan: Plan, children: Sequence[ChildTable]) -> dict[int, Any]:
    """The steps that are columns of the wide rows once these tables are summed."""
    sums = {(child.entity, index) for child in children for index in child.indexes}
    return {
        place: exp.column(leaf_name(step), quoted=True)
        for place, step in enumerate(plan.steps)
        if isinstance(step, Input) or (isinstance(step, Measured) and (step.entity, step.index) in sums)
    }


def leaf_column(step: Input, alias: str) -> Any:
    column = exp.column(stored_name(step), table=alias, quoted=True)
    if step.part == "stand_in":
        column = exp.Coalesce(this=column, expressions=[exp.false()])
    return aliased(column, leaf_name(step))


def year_rows(table: Any, year: int, inputs: Sequence[Input]) -> Any:
    names = list(dict.fromkeys(["enterprise", *(stored_name(step) for step in inputs)]))
    only = exp.EQ(this=exp.column("year", quoted=True), expression=exp.Literal.number(year))
    return exp.select(*(exp.column(n, quoted=True) for n in names)).from_(table).where(only)


def left_join(select: Any, name: str, alias: str) -> Any:
    mine, theirs = (exp.column("enterprise", table=table, quoted=True) for table in ("root", alias))
    on = exp.EQ(this=mine, expression=theirs)
    return select.join(aliased_table(exp.to_table(name), alias), on=on, join_type="left", copy=False)


def aliased_table(table: Any, alias: str) -> Any:
    return exp.alias_(table.copy(), alias, table=True)


def aliased(node: Any, name: str) -> Any:
    return exp.alias_(node, name, quoted=True)


class Chain:
    """The common table expressions, each reading only earlier ones."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, Any]] = []

    def add(self, name: str, select: Any) -> str:
        self._parts.append((name, select))
        return name

    def finish(self, select: Any) -> Any:
        for name, part in self._parts:
            select = select.with_(name, as_=part, copy=False)
        return select

    def sums(self, child: ChildTable, prefix: str, source: str) -> str:
        """The sums over these records; a boolean becomes 0 or 1 first, since few dialects add booleans."""
        leaves = {
            place: exp.column(step.field_code if isinstance(step, Input) else outer_name(step.step), quoted=True)
            for place, step in enumerate(child.steps)
            if isinstance(step, Input | Outer)
        }
        source, made = self.with_steps(source, child.steps, leaves, child.sums, ("enterprise",), prefix)
        totals = []
        for index, place in zip(child.indexes, child.sums, strict=True):
            value = made(place)
            if child.types[place] == "bool":
                value = chosen([(value, exp.Literal.number(1))], exp.Literal.number(0))
            totals.append(aliased(exp.Cast(this=exp.Sum(this=value), to=exp.DataType.build("BIGINT")), f"n{index}"))
        key = exp.column("enterprise", quoted=True)
        return self.add(f"{prefix}_sums", exp.select(key, *totals).from_(source).group_by(key.copy()))

    def with_steps(
        self, source: str, steps: Sequence[Step], leaves: Mapping[int, Any], wanted: Iterable[int],
        keys: Sequence[str], prefix: str = "layer",
    ) -> tuple[str, Part]:  # fmt: skip
        """The source with a column for every step that is kept; and how to say any step over it."""
        wanted = list(wanted)
        layers = layered(steps, wanted)
        columns: dict[int, Any] = dict(leaves)
        last = last_readers(steps, layers.kept, wanted)

        def part(place: int) -> Any:
            found = columns.get(place)
            return found.copy() if found is not None else exp.paren(expression(steps[place], part), copy=False)

        for number, layer in enumerate(layers.columns):
            earliest = min(later[0] for later in layers.columns[number:])
            for first in range(0, len(layer), WIDEST):
                chunk = layer[first : first + WIDEST]
                live = [columns[p].copy() for p in columns if last.get(p, -1) >= earliest]
                new = [aliased(expression(steps[place], part), f"s{place}") for place in chunk]
                key_columns = [exp.column(name, quoted=True) for name in keys]
                name = f"{prefix}_{len(self._parts)}"
                source = self.add(name, exp.select(*key_columns, *live, *new).from_(source))
                columns.update((place, exp.column(f"s{place}", quoted=True)) for place in chunk)
        return source, part


def last_readers(steps: Sequence[Step], kept: frozenset[int], wanted: Iterable[int]) -> dict[int, int]:
    """For each column the end of its use: it is carried along while a later step may read it."""
    last = dict.fromkeys(wanted, len(steps))
    for place in range(len(steps) - 1, -1, -1):
        reader = len(steps) if place in kept or place in last else 0
        for operand in operands(steps[place]):
            last[operand] = max(last.get(operand, 0), last.get(place, place), reader)
    return last


# --- expressions ----------------------------------------------------------------------------------------------


def expression(step: Step, part: Part) -> Any:
    """A step over its operands."""
    return RULES[type(step)](step, part)


def literal(step: Constant, part: Part | None = None) -> Any:
    """A typed literal: a dialect must not choose a decimal for a double."""
    value = step.value
    if value is None:
        made = exp.null()
    elif isinstance(value, bool):
        return exp.true() if value else exp.false()
    elif step.type in ("int", "float"):
        made = exp.Literal.number(repr(abs(value)))  # type: ignore[arg-type]
        made = exp.Neg(this=made) if value < 0 else made  # type: ignore[operator]
    else:
        made = exp.Literal.string(str(value))
        if step.type == "text":
            return made
    return exp.Cast(this=made, to=exp.DataType.build(SQL_TYPES[step.type]))


def double(node: Any) -> Any:
    return exp.Cast(this=node, to=exp.DataType.build("DOUBLE"))


ARITHMETIC = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}
COMPARISONS = {">=": exp.GTE, "<=": exp.LTE, ">": exp.GT, "<": exp.LT, "=": exp.EQ, "!=": exp.NEQ}


def divide(step: Divide, part: Part) -> Any:
    """Doubles on both sides, null over zero: dialects differ on both."""
    under = exp.Nullif(this=double(part(step.right)), expression=double(exp.Literal.number(0)))
    return exp.Div(this=double(part(step.left)), expression=under, typed=True, safe=False)


def is_null(node: Any) -> Any:
    return exp.Is(this=node, expression=exp.null())


def chosen(when: Sequence[tuple[Any, Any]], otherwise: Any) -> Any:
    return exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in when], default=otherwise)


def extreme(step: Extreme, part: Part) -> Any:
    """Null as soon as one operand is: dialects' own functions differ on nulls, so they never see one."""
    nulls = reduce(lambda a, b: exp.Or(this=a, expression=b), (is_null(part(p)) for p in step.of))
    kind = exp.Least if step.fn == "min" else exp.Greatest
    first, *others = (part(p) for p in step.of)
    best = kind(this=first, expressions=others, ignore_nulls=True)
    return chosen([(exp.Paren(this=exp.Not(this=exp.Paren(this=nulls))), best)], exp.null())


def logic(step: Logic, part: Part) -> Any:
    kind = exp.And if step.fn == "and" else exp.Or
    return reduce(lambda a, b: kind(this=a, expression=b), (part(p) for p in step.of))


def question(step: Test, part: Part) -> Any:
    if step.question == "null":
        return is_null(part(step.of))
    other = exp.false() if step.question == "true" else exp.true()
    return exp.Coalesce(this=part(step.of), expressions=[other])


def tally(step: Tally, part: Part) -> Any:
    ones = (exp.Paren(this=chosen([(part(p), exp.Literal.number(1))], exp.Literal.number(0))) for p in step.of)
    return exp.Cast(
        this=exp.Paren(this=reduce(lambda a, b: exp.Add(this=a, expression=b), ones)), to=exp.DataType.build("BIGINT")
    )


def bigint(node: Any) -> Any:
    return exp.Cast(this=node, to=exp.DataType.build("BIGINT"))


def date_part(step: DatePart, part: Part) -> Any:
    if step.part == "year":
        return bigint(exp.Year(this=part(step.of)))
    month = exp.Mul(this=bigint(exp.Month(this=part(step.of))), expression=exp.Literal.number(100))
    return exp.Add(this=month, expression=bigint(exp.Day(this=part(step.of))))


RULES: Mapping[type, Callable[[Any, Part], Any]] = {
    Constant: literal,
    Arithmetic: lambda step, part: ARITHMETIC[step.op](this=part(step.left), expression=part(step.right)),
    Divide: divide,
    Real: lambda step, part: double(part(step.of)),
    Floor: lambda step, part: bigint(exp.Floor(this=part(step.of))),
    Absolute: lambda step, part: exp.Abs(this=part(step.of)),
    Extreme: extreme,
    Compare: lambda step, part: COMPARISONS[step.op](this=part(step.left), expression=part(step.right)),
    Logic: logic,
    Not: lambda step, part: exp.Not(this=part(step.of)),
    Test: question,
    Case: lambda step, part: chosen([(part(c), part(v)) for c, v in step.when], part(step.otherwise)),
    Tally: tally,
    Member: lambda step, part: exp.In(this=part(step.of), expressions=[exp.Literal.string(o) for o in step.options]),
    Prefix: lambda step, part: exp.Substring(
        this=part(step.of), start=exp.Literal.number(1), length=exp.Literal.number(step.length)
    ),
    DatePart: date_part,
}
"""How each kind of step is said in SQL."""
