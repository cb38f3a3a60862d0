"""Binds a territory's programme: options chosen, bodies resolved, conditions ready for an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.compile.bind import Desk
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.compile.choose import option_of, refuse_unknown
from peiyu.policy.compile.shelf import Shelf
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import (
    Body,
    BoundBody,
    ByDefinition,
    CountedBody,
    EventsBody,
    FirmSumBody,
    Grouping,
    Indicator,
    IndicatorDefinition,
    IndicatorOption,
    NarrowedBody,
    Programme,
    StateBody,
    SupportProgramme,
    named_by,
)
from peiyu.problems import PackError, Problem, Text, UsageError

FEN = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An option that was taken of a definition. `key` is `pack.D4`."""

    key: str
    definition: IndicatorDefinition
    option: IndicatorOption

    @property
    def said(self) -> Text:
        """新增口径＝首次认定."""
        name, option = self.definition.name, self.option.name
        return Text(f"{name.zh}＝{option.zh}", f"{name.en or name.zh} = {option.en or option.zh}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundIndicator:
    """An indicator whose body is ready to be counted: `by` replaced, `of` flattened, no parameter or definition left in
    a condition. `chosen`: the options on which it stands, nearest first. `factor`: what a stored sum (EventsBody,
    StateBody) or a value in base units (FirmSumBody) is multiplied by to be in the indicator's unit; 1 for counts and
    ratios. `never_negative`: no summand can be below zero, so that an unknown one adds nothing to the low end (of what
    may be below zero an unknown one leaves the sum without ends)."""

    id: str
    indicator: Indicator
    body: BoundBody
    chosen: tuple[Chosen, ...] = ()
    factor: Fraction = Fraction(1)
    never_negative: bool = True

    @property
    def retrospective(self) -> bool:
        """Counted by rules later than the document: shown only as 回溯测算."""
        return any(one.option.retrospective for one in self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundProgramme:
    """A programme under a selection. `binding` holds every tier, quantity and score that a condition reaches (give it
    to the engines). `undecided`: indicators that have no body because a definition is open → its local id; whatever
    stands on one of them is undecided too. `chosen`: `pack.D4` → option."""

    pack: Pack
    programme: Programme
    binding: Binding
    indicators: Mapping[str, BoundIndicator]
    groups: Mapping[str, Grouping]
    programmes: Mapping[str, SupportProgramme]
    undecided: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def selection(self) -> Selection:
        return self.binding.selection


def bind_programme(packs: Mapping[str, Pack] | PackRegistry, pack_id: str, selection: Selection) -> BoundProgramme:
    """The programme of a territory's pack, ready to be measured. UsageError for an unknown pack, definition, option or
    parameter, or a pack without a programme; PackError for a reference that goes in a circle."""
    desk = Desk(Shelf(packs) if isinstance(packs, PackRegistry) else packs, selection)
    if pack_id not in desk.packs:
        raise refuse_unknown(Text("政策包", "pack"), pack_id, desk.packs, "unknown-pack")
    pack = desk.packs[pack_id]
    if pack.programme is None:
        raise UsageError(
            Problem(
                "no-programme", Text(f"政策包 {pack_id} 里没有目标", f"the pack {pack_id} has no targets"),
                found=pack_id,
                accepted=Text("有 programme.yaml 的地方政策包", "a territory's pack, with a programme.yaml"),
                next_step=Text("用 peiyu packs 查看哪些是地方政策包", "peiyu packs tells which are of a territory"),
            )
        )  # fmt: skip
    desk.involved.add(pack_id)
    work = _Work(pack, pack.programme, desk)
    for id_ in pack.programme.indicators:
        work.indicator(id_)
    groups = {id_: desk.settled(one) for id_, one in pack.programme.groups.items()}
    programmes = {id_: desk.settled(one) for id_, one in pack.programme.programmes.items()}
    take_titled(desk, pack)
    desk.chosen.update(work.chosen)
    return BoundProgramme(
        pack=pack, programme=pack.programme, binding=desk.binding((pack_id,)), indicators=work.indicators,
        groups=groups, programmes=programmes, undecided=work.undecided, chosen=dict(sorted(desk.chosen.items())),
    )  # fmt: skip


def take_titled(desk: Desk, pack: Pack) -> None:
    """Binds the pack's own tiers that give a title: who meets one and has not been recognised may be next."""
    if pack.texts:
        statute, _ = desk.statute(pack.id)
        for local, tier in statute.tiers.items():
            if tier.title is not None:
                desk.take_tier(pack.id, local)


@dataclass(slots=True)
class _Work:
    """One programme on the desk."""

    pack: Pack
    programme: Programme
    desk: Desk
    indicators: dict[str, BoundIndicator] = field(default_factory=dict)
    undecided: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)

    def indicator(self, id_: str) -> BoundIndicator | None:
        """The bound indicator, or None while a definition on which it stands is open."""
        if id_ in self.indicators or id_ in self.undecided:
            return self.indicators.get(id_)
        if id_ in self.pending:
            circle = " → ".join((*self.pending[self.pending.index(id_) :], id_))
            raise PackError(
                Problem(
                    "circular-reference",
                    Text(f"引用成环：{circle}", f"references go in a circle: {circle}"),
                    next_step=Text("断开其中一处引用", "break one of these references"),
                )
            )
        if id_ not in self.programme.indicators:
            raise refuse_unknown(Text("指标", "indicator"), id_, self.programme.indicators, "unknown-indicator")
        indicator = self.programme.indicators[id_]
        self.pending.append(id_)
        made, chosen = self.body(id_, indicator.body)
        self.pending.pop()
        if made is None:
            return None
        bound = BoundIndicator(
            id=id_, indicator=indicator, body=made, chosen=chosen, factor=self.factor(made, indicator.unit),
            never_negative=self.adds_nothing_negative(made),
        )  # fmt: skip
        self.indicators[id_] = bound
        return bound

    def body(self, id_: str, body: Body) -> tuple[BoundBody | None, tuple[Chosen, ...]]:
        """The body without names of others in it, and the options taken on the way."""
        match body:
            case ByDefinition():
                return self.defined(id_, body.definition)
            case NarrowedBody():
                inner = self.indicator(body.of)
                if inner is None:
                    self.undecided[id_] = self.undecided[body.of]
                    return None, ()
                if not isinstance(inner.body, CountedBody):
                    raise _not_narrowed(id_, body.of)
                narrowed = self.desk.settled(body.among)
                return replace(inner.body, among=(*inner.body.among, *narrowed)), inner.chosen
            case _:
                return self.with_parts(id_, self.desk.settled(body))

    def with_parts(self, id_: str, body: BoundBody) -> tuple[BoundBody | None, tuple[Chosen, ...]]:
        """A ratio or a change stands on the options of its parts."""
        chosen: dict[str, Chosen] = {}
        for other in named_by(body):
            inner = self.indicator(other)
            if inner is None:
                self.undecided[id_] = self.undecided[other]
                return None, ()
            chosen |= {one.key: one for one in inner.chosen}
        return body, tuple(chosen.values())

    def defined(self, id_: str, local: str) -> tuple[BoundBody | None, tuple[Chosen, ...]]:
        definition, key = self.programme.definitions[local], f"{self.pack.id}.{local}"
        settled = key in self.desk.selection.define or definition.locked or definition.default
        if not definition.options or not settled:
            self.undecided[id_] = local
            return None, ()
        self.chosen[key] = option_of(key, definition, self.desk.selection)
        option = next(one for one in definition.options if one.key == self.chosen[key])
        made, further = self.body(id_, option.body)
        taken = Chosen(key=key, definition=definition, option=option)
        self.desk.chosen_said[key] = taken.said
        return made, (taken, *further)

    # --- numbers -------------------------------------------------------------------------------------------

    def factor(self, body: BoundBody, unit: str) -> Fraction:
        match body:
            case EventsBody(sum=code) | StateBody(sum=code) if code is not None:
                found = self.field(body.entity, code)
                return (FEN if found.type == "money" else Fraction(1)) / found.scale
            case FirmSumBody():
                return FEN if unit == "元" else Fraction(1)
            case _:
                return Fraction(1)

    def field(self, entity: str, code: str) -> Field:
        own = self.desk.fields().get(code)
        return own if own is not None else vocabulary().field(entity, code)

    def adds_nothing_negative(self, body: BoundBody) -> bool:
        """Whether what is added, if anything is, cannot be below zero."""
        match body:
            case EventsBody(sum=code) | StateBody(sum=code) if code is not None:
                return at_least_nothing(self.field(body.entity, code))
            case FirmSumBody():
                return self.never_negative(body.value)
            case _:
                return True

    def never_negative(self, expr: Expr) -> bool:
        match expr:
            case ast.Number():
                return expr.value >= 0
            case ast.Fact():
                return at_least_nothing(self.field(expr.entity, expr.field_code))
            case ast.Child() | ast.FullYears():
                return True
            case ast.Ref(kind="quantity", key=key):
                return all(self.never_negative(one.value) for one in self.desk.quantities[key].branches)
            case ast.Binary(op="-") | ast.Negate() | ast.Growth() | ast.Ref():
                return False
            case ast.Over() | ast.Prior() | ast.Floor():
                return self.never_negative(expr.of)
            case ast.Binary():
                return self.never_negative(expr.left) and self.never_negative(expr.right)
            case ast.Extreme(fn="max"):
                return any(self.never_negative(one) for one in expr.args)
            case ast.Extreme() | ast.FirstKnown():
                return all(self.never_negative(one) for one in expr.args)
            case _:
                return False


def at_least_nothing(field: Field) -> bool:
    """Whether the values of a fact are never below zero."""
    return field.minimum is not None and field.minimum >= 0


def _not_narrowed(id_: str, of: str) -> PackError:
    return PackError(
        Problem(
            "narrowing-unfit",
            Text(f"指标 {id_} 不能用 among 缩小 {of}", f"the indicator {id_} cannot narrow {of} by among"),
            accepted=Text("按记录、按企业计数或求和的指标", "an indicator that counts or sums records or enterprises"),
            next_step=Text("把 among 写在比率或净增的各部分上", "write among on the parts of the ratio or the change"),
        )
    )
