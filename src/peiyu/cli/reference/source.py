"""Which problems the source can raise: every `Problem(…)` and `Finding(…)` read from the syntax tree.

A function that hands its own parameter on as a problem's code (`_problem(code, zh, en)`) is a maker: its calls are
read as the problem that they end in. Names are looked up in the function, then in its module; what is only known when
it happens is written in {braces}.
"""

from __future__ import annotations

import ast
import copy
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import peiyu
from peiyu.problems import Level, Text

SOURCE = Path(peiyu.__file__).parent
PROBLEM = ("code", "message", "where", "level", "found", "accepted", "next_step")
FINDING = ("code", "index", "field", "message", "accepted", "holds", "quiet")
ROOTS = {"Problem": PROBLEM, "Finding": FINDING}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as one place of the source tells it; `module` is the file's path below the package."""

    code: str
    module: str
    level: Level
    messages: tuple[Text, ...]
    accepted: tuple[Text, ...] = ()
    next_step: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where names are looked up: a file and, in it, a function."""

    module: str
    function: Function | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call that makes a problem: its parts by name, and the places in which its names have a meaning."""

    parts: Mapping[str, ast.expr]
    places: tuple[Place, ...]
    finding: bool


@dataclass(frozen=True, slots=True)
class Maker:
    """A function that makes the problem that its caller names."""

    name: str
    module: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, ast.expr]
    makes: Call


@cache
def told() -> tuple[Told, ...]:
    """Every problem with a code of its own, in the order of the source."""
    calls, makers = list(_direct()), list[Maker]()
    fixed: list[Call] = []
    while calls:
        fixed += [one for one in calls if isinstance(one.parts.get("code"), ast.Constant)]
        made = [maker for one in calls if (maker := _maker(one)) is not None]
        makers += made
        calls = [call for maker in made for call in _calls_of(maker)]
    return tuple(sorted((_told(one) for one in fixed), key=lambda t: (t.module, t.code)))


def passed_on() -> frozenset[str]:
    """Files in which a problem's code comes from a table or from another finding, not from a caller."""
    return frozenset(
        call.places[0].module
        for call in _direct()
        if not isinstance(call.parts.get("code"), ast.Constant) and _maker(call) is None
    )


# --- calls --------------------------------------------------------------------------------------------------------


@cache
def _trees() -> Mapping[str, ast.Module]:
    files = sorted(p for p in SOURCE.rglob("*.py") if SOURCE / "cli" / "reference" not in p.parents)
    return {p.relative_to(SOURCE).as_posix(): ast.parse(p.read_text("utf-8")) for p in files}


@cache
def _all_calls() -> tuple[tuple[str, Place, ast.Call], ...]:
    """The called name, the place and the call, for every call of the package."""
    return tuple(
        (name, Place(module, function), call)
        for module, tree in _trees().items()
        for function, call in _walked(tree, None)
        if (name := _name_of(call.func))
    )


def _walked(node: ast.AST, function: Function | None) -> Iterator[tuple[Function | None, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield function, child
        yield from _walked(child, child if isinstance(child, Function) else function)


def _name_of(called: ast.expr) -> str:
    if isinstance(called, ast.Name):
        return called.id
    return called.attr if isinstance(called, ast.Attribute) else ""


def _direct() -> Iterator[Call]:
    for name, place, call in _all_calls():
        if name in ROOTS:
            yield Call(_bound(call, ROOTS[name]), (place,), finding=name == "Finding")


def _bound(call: ast.Call, parameters: tuple[str, ...]) -> dict[str, ast.expr]:
    named = {word.arg: word.value for word in call.keywords if word.arg is not None}
    return dict(zip(parameters, call.args, strict=False)) | named


def _maker(call: Call) -> Maker | None:
    """The function around the call, if the problem's code is one of its parameters."""
    place, code = call.places[0], call.parts.get("code")
    function = place.function
    if function is None or not isinstance(code, ast.Name):
        return None
    given = function.args
    parameters = tuple(a.arg for a in (*given.posonlyargs, *given.args) if a.arg != "self")
    if code.id not in (*parameters, *(a.arg for a in given.kwonlyargs)):
        return None
    last = dict(zip(reversed(parameters), reversed(given.defaults), strict=False))
    words = {a.arg: d for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True) if d is not None}
    return Maker(function.name, place.module, parameters, last | words, call)


def _calls_of(maker: Maker) -> Iterator[Call]:
    for name, place, call in _all_calls():
        if name != maker.name or (name.startswith("_") and place.module != maker.module):
            continue
        given = {**maker.defaults, **_bound(call, maker.parameters)}
        parts = {part: _Filled(given).visit(copy.deepcopy(value)) for part, value in maker.makes.parts.items()}
        yield Call(parts, (place, *maker.makes.places), maker.makes.finding)


class _Filled(ast.NodeTransformer):
    """Puts a call's arguments in the place of the parameters."""

    def __init__(self, given: Mapping[str, ast.expr]) -> None:
        self.given = given

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.given.get(node.id, node)


# --- what they say ------------------------------------------------------------------------------------------------


def _told(call: Call) -> Told:
    code, level = call.parts["code"], Level.WARNING if call.finding else Level.ERROR
    assert isinstance(code, ast.Constant)
    written = call.parts.get("level")
    if isinstance(written, ast.Attribute) and written.attr in Level.__members__:
        level = Level[written.attr]
    messages, accepted, step = (
        tuple(dict.fromkeys(_texts(call.parts.get(part), call.places))) for part in ("message", "accepted", "next_step")
    )
    return Told(str(code.value), call.places[0].module, level, messages, accepted, step)


def _texts(value: ast.expr | None, places: tuple[Place, ...]) -> list[Text]:
    """Every text that an expression may be; empty for what is put together elsewhere."""
    match value:
        case ast.Call(func=ast.Name(id="Text"), args=[zh, en]):
            return [Text(_words(zh, places), _words(en, places))]
        case ast.IfExp(body=one, orelse=other):
            return _texts(one, places) + _texts(other, places)
        case ast.BoolOp(values=values):
            return [text for one in values for text in _texts(one, places)]
        case ast.Name(id=name) if name.isupper():
            return [text for place in places if (text := _constant(name, place.module)) is not None][:1]
        case ast.Name():
            return [text for place in places for text in _assigned(value, place, places)]
    return []


def _assigned(name: ast.Name, place: Place, places: tuple[Place, ...]) -> list[Text]:
    """The texts of the last assignment to a name before it is used, in the function that uses it."""
    function = place.function
    if function is None or not function.lineno <= name.lineno <= (function.end_lineno or 0):
        return []
    before = [
        (node.lineno, value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and node.lineno < name.lineno
        for target, value in _targets(node)
        if isinstance(target, ast.Name) and target.id == name.id
    ]
    return _texts(max(before, key=lambda one: one[0])[1], places) if before else []


def _targets(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What is assigned to what, `a, b = x, y` one by one."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _constant(name: str, module: str) -> Text | None:
    found = getattr(importlib.import_module(_dotted(module)), name, None)
    return found if isinstance(found, Text) else None


def _dotted(module: str) -> str:
    return "peiyu." + module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _words(value: ast.expr, places: tuple[Place, ...]) -> str:
    match value:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=values):
            return "".join(_words(one, places) for one in values)
        case ast.FormattedValue(value=inner):
            return _words(inner, places)
        case ast.Attribute(value=whole, attr="zh" | "en" as lang) if texts := _texts(whole, places):
            return texts[0].zh if lang == "zh" else texts[0].en
        case ast.Name(id=name) if name.isupper():
            found = getattr(importlib.import_module(_dotted(places[-1].module)), name, None)
            return str(found) if isinstance(found, int | str) else "{…}"
    return f"{{{_hole(value)}}}"


def _hole(value: ast.expr) -> str:
    """A short word for what is filled in."""
    match value:
        case ast.Name(id=name):
            return "field" if name == "f" else name.strip("_")
        case ast.Attribute(value=inner, attr="zh" | "en" | "said" | "name" | "id" | "code" | "key"):
            return _hole(inner)
        case ast.Attribute(attr=name):
            return name.strip("_")
        case ast.Call(func=ast.Name(id="len")):
            return "n"
    return "…"
