"""One enterprise's facts: looked at, entered, corrected, attested."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.enterprises import queries
from peiyu.web.enterprises.access import RULES, subject_of
from peiyu.web.enterprises.actions import entry
from peiyu.web.enterprises.actions.statements import source_of
from peiyu.web.enterprises.listing import address
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries import holding
from peiyu.web.enterprises.queries.values import plain, unit_of
from peiyu.web.enterprises.sources import said
from peiyu.web.enterprises.words import conditions, words
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.notes.queries import notes_on
from peiyu.web.notes.subjects import Decided, subject

FIGURES = ("enterprise", "annual_return")
UNENTERED = frozenset(("scheme", "code", "name", "former_names", "park", "district", "status", "sensitive"))
"""Fields of the enterprise that have actions of their own."""
MOST_BACK = 10


@signed_in
def facts(request: HttpRequest, key: int) -> HttpResponse:
    """What is held, with its sources."""
    actor = actor_of(request)
    one = queries.one(actor, key)
    years = holding.years_of(one.key)
    year = _year(request.GET.get("year", ""), years[0] if years else clock.today().year - 1)
    context = {
        **_frame(request, one),
        "basic": holding.lines_of(one.key, "enterprise"),
        "figures": holding.lines_of(one.key, "annual_return", year=year),
        "years": years,
        "year": year,
        "lists": [(entity, number, holding.records_of(one.key, entity.code) if number else ())
                  for entity, number in holding.lists_held(one.key) if entity.code != "list_declaration"],
        "statistical": holding.statistical_rows(actor, one.key),
        "history": holding.history_of(one.key),
    }  # fmt: skip
    return render(request, "enterprises/facts.html", context)


@signed_in
@once
def figures(request: HttpRequest, key: int, entity: str) -> HttpResponse:
    """Figures by hand: a form made from the vocabulary, filled with what this source said before."""
    actor = actor_of(request)
    one = queries.one(actor, key)
    kind = _entity(entity, entity in FIGURES)
    entry.may_enter(actor, one)
    year = _year(request.POST.get("year") or request.GET.get("year", ""), clock.today().year - 1)
    period = {"year": year} if kind.period == "year" else {}
    fields = [field for field in kind.fields if entity != "enterprise" or field.code not in UNENTERED]
    source = source_of(actor)
    seen = _seen(request, holding.last_word(one.key, entity, source=source, **period))
    held = holding.stands(one.key, entity, period, source)

    def save(texts: dict[str, str], why: str) -> tuple[str, ...]:
        changed = {name: text for name, text in texts.items() if text != plain(_named(fields, name), held.get(name))}
        entry.enter_figures(actor, one, entity=entity, period=period, figures=changed, why=why, seen=seen)
        said = [name for name, text in changed.items() if text]
        return holding.heard_instead(one.key, entity, said, source=source, **period)

    context = {"kind": kind, "seen": seen, "year": year if period else None,
               "years": range(clock.today().year, clock.today().year - MOST_BACK, -1)}  # fmt: skip
    return _entered(request, one, fields, held, save, context)


@signed_in
@once
def record(request: HttpRequest, key: int, entity: str, number: int = 0) -> HttpResponse:
    """A record of a list, added or stated anew."""
    actor = actor_of(request)
    one = queries.one(actor, key)
    kind = _entity(entity, words().entities[entity].is_child if entity in words().entities else False)
    entry.may_enter(actor, one)
    held = holding.record_values(one.key, entity, number) if number else {}
    if held is None:
        raise Http404("no such record")
    seen = _seen(request, holding.last_word(one.key, entity, record_id=number))

    def save(texts: dict[str, str], why: str) -> tuple[str, ...]:
        entry.enter_record(actor, one, entity=entity, values=texts, number=number or None, why=why, seen=seen)
        if not number:
            return ()
        return holding.heard_instead(one.key, entity, (), source=source_of(actor), record_id=number)

    return _entered(request, one, list(kind.fields), held, save, {"kind": kind, "number": number, "seen": seen})


@signed_in
@once
def attest(request: HttpRequest, key: int) -> HttpResponse:
    """A department's word: a condition, or a band of a figure."""
    actor = actor_of(request)
    one = queries.one(actor, key)
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        texts = {name: value for name, value in request.POST.items() if isinstance(value, str)}
        evidence = request.POST.get("evidence", "")
        try:
            entry.attest(actor, one, values=texts, why=texts.get("why", ""),
                         evidence=int(evidence) if evidence.isdigit() else None)  # fmt: skip
        except (Refusal, PeiyuError) as refusal:
            status, problems = 422, refusal.problems
        else:
            tell(request, Text("部门确认已记录", "the attestation is kept"))
            return redirect(f"{address(one.key)}facts/")
    numeric = [field for field in words().entities["annual_return"].fields if field.is_numeric]
    noted = notes_of(actor, f"{one.key % 2**64:016x}")
    context = {**_frame(request, one), "fields": [(field, unit_of(field)) for field in numeric], "problems": problems,
               "typed": request.POST, "conditions": conditions(), "today": clock.today(),
               "notes": notes_on(noted) if noted else None}  # fmt: skip
    return render(request, "enterprises/attest.html", context, status=status)


@subject("enterprise")
def notes_of(actor: Any, subject_key: str) -> Decided | None:
    """Notes on an enterprise: for those who see it; added to by those who bring facts of it."""
    try:
        number = int(subject_key, 16)
        one = queries.one(actor, number - 2**64 if number >= 2**63 else number)
    except (ValueError, Http404):
        return None
    mine = subject_of(one)
    adds = any(decide(RULES, actor, verb, mine).allowed for verb in ("facts.declare", "facts.verify", "facts.attest"))
    return Decided(kind="enterprise", subject=f"{one.key % 2**64:016x}", said=Text(one.name, one.name),
                   address=address(one.key), adds=adds)  # fmt: skip


def _entered(
    request: HttpRequest, one: Enterprise, fields: list[Field], held: dict[str, Any],
    save: Callable[[dict[str, str], str], tuple[str, ...]], context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    problems: tuple[Problem, ...] = ()
    status = 200
    texts = {field.code: plain(field, held.get(field.code)) for field in fields}
    if request.method == "POST":
        texts = {field.code: request.POST.get(f"f-{field.code}", "").strip() for field in fields}
        try:
            instead = save(texts, request.POST.get("why", "").strip())
        except (Refusal, PeiyuError) as refusal:
            status, problems = 422, refusal.problems
        else:
            tell(request, _saved(instead))
            return redirect(f"{address(one.key)}facts/" + (f"?year={context['year']}" if context.get("year") else ""))
    shown = [(field, unit_of(field), texts[field.code]) for field in fields]
    whole = {**_frame(request, one), **context, "rows": shown, "problems": problems,
             "why": request.POST.get("why", ""), "source": said(source_of(actor_of(request)))}  # fmt: skip
    return render(request, "enterprises/entry.html", whole, status=status)


def _saved(instead: tuple[str, ...]) -> Text:
    """That it is kept, and whose word counts all the same."""
    if not instead:
        return Text("已保存", "saved")
    names = [Text(name, name) if isinstance(name := said(one), str) else name for one in instead]
    zh, en = "”“".join(one.zh for one in names), ", ".join(one.en for one in names)
    return Text(
        f"已保存，但现行采用的仍是“{zh}”的说法；要改，请办公室在“来源优先次序”中排定名次",
        f"saved, but what counts is still the word of: {en}; the office changes that in the order of sources",
    )


def _frame(request: HttpRequest, one: Enterprise) -> dict[str, Any]:
    """The enterprise, and what the actor may do with its facts."""
    actor, mine = actor_of(request), subject_of(one)
    may = {verb.replace(".", "_"): decide(RULES, actor, verb, mine).allowed
           for verb in ("facts.declare", "facts.verify", "facts.attest", "identity.change", "confidential.mark",
                        "identity.merge")}  # fmt: skip
    try:
        entry.may_enter(actor, one)
        enters = True
    except Refusal:
        enters = False
    return {"one": one, "home": address(one.key), "may": may, "enters": enters}


def _entity(code: str, fits: bool) -> Entity:
    if not fits:
        raise Http404("no such kind of facts")
    return words().entities[code]


def _seen(request: HttpRequest, now: int) -> int:
    """The last statement that whoever sends the form saw when it was opened; of who opens it, the one of now."""
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 19 else now


def _year(given: str, otherwise: int) -> int:
    return int(given) if given.isdigit() and len(given) == 4 else otherwise


def _named(fields: list[Field], code: str) -> Field:
    return next(field for field in fields if field.code == code)
