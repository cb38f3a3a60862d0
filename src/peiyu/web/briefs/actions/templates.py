"""An office's own layouts: taken in when every tag is known, retired, and a sample to begin with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.db import IntegrityError, transaction

from peiyu.paper.brief.template import check_template, write_sample
from peiyu.paper.brief.values import Brief
from peiyu.problems import InputError, Problem, Text, Where
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.kinds import SORTS
from peiyu.web.briefs.models import Template
from peiyu.web.files.store import Kept, path_of
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.queries import latest, register_of
from peiyu.web.trail.actions import record
from peiyu.writing.brief.compose import WIDE, section_names
from peiyu.writing.brief.tags import figures_of, listed
from peiyu.writing.register import Register, registered

MOST_NAME = 120
LANGUAGES = ("zh", "en")


def register_now(pack: str) -> Register:
    """The register of the reading that holds, for the names of figures; without figures where nothing was measured."""
    reading = latest(pack)
    return registered((), day=clock.today()) if reading is None else register_of(reading)


def keep_template(actor: Actor, *, pack: str, kind: str, name: str, kept: Kept) -> Template:
    """Takes a template in. Refusals `not-allowed`, `kind-unknown`, `name-missing`, `template-there`, and every problem
    of the document with its place; then nothing is kept."""
    require(RULES, actor, "templates.keep")
    refuse_kind(kind)
    called = name.strip()[:MOST_NAME]
    if not called:
        raise Refusal(
            Problem("name-missing", Text("请给模板起个名称", "give the template a name"),
                    next_step=Text("填写名称", "write a name"))
        )  # fmt: skip
    register = register_now(pack)
    sections = [one for lang in LANGUAGES for one in section_names(SORTS[kind].kind, lang)]
    words = [one.zh for one in register.names.values()]
    try:
        checked = check_template(
            path_of(kept.hash), name=kept.name, figures=figures_of(register, lang="zh"), sections=sections, words=words
        )  # fmt: skip
    except InputError as error:
        raise Refusal(*(replace(one, where=Where(kept.name)) for one in error.problems), status=422) from error
    if checked.problems:
        raise Refusal(*(replace(one, found=f"{one.where} {one.found}".strip()) for one in checked.problems), status=422)
    try:
        with transaction.atomic():
            made = Template.objects.create(
                kind=kind, name=called, file=kept.hash, file_name=kept.name, by_name=actor.name, at=clock.now(),
                tags=list(dict.fromkeys(one.word for one in checked.tags)),
            )  # fmt: skip
            record(actor, "template.keep", "template", made.pk, said=called, after={"kind": kind, "file": kept.hash})
            return made
    except IntegrityError:
        raise Refusal(
            Problem(
                "template-there", Text("已有同名模板在用", "a template of this name is in use"), found=called,
                next_step=Text("换个名称，或先停用原来的", "take another name, or retire that one first"),
            )
        ) from None  # fmt: skip


def retire(actor: Actor, *, template: int) -> Template:
    """Takes a template out of use; issues made of it keep it. Refusals `not-allowed`, `template-unknown`."""
    require(RULES, actor, "templates.keep")
    with transaction.atomic():
        if not Template.objects.filter(pk=template, state="ready").update(state="retired"):
            raise Refusal(
                Problem("template-unknown", Text("没有这个模板，或已停用", "there is no such template in use")),
                status=404,
            )
        record(actor, "template.retire", "template", template)
    return Template.objects.get(pk=template)


def sample(actor: Actor, *, pack: str, kind: str, lang: str, path: Path) -> Path:
    """Writes the sample of a kind: its standard layout with tags, and every tag with an example. Refusals
    `not-allowed`, `kind-unknown`."""
    require(RULES, actor, "templates.see")
    refuse_kind(kind)
    sort, today = SORTS[kind], clock.today()
    shell = Brief(
        kind=sort.kind, name=sort.name.in_(lang), title=sort.name.in_(lang), number=sort.name.in_(lang), issuer="",
        date=today, as_of=today, items=(), lang="en" if lang == "en" else "zh", wide=sort.kind in WIDE,
    )  # fmt: skip
    return write_sample(
        shell, path, sections=section_names(sort.kind, lang), figures=listed(register_now(pack))
    )  # fmt: skip


def refuse_kind(kind: str) -> None:
    """Refusal `kind-unknown`."""
    if kind not in SORTS:
        raise Refusal(Problem("kind-unknown", Text("没有这个文种", "there is no such kind")), status=404)
