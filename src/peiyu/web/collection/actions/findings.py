"""What the checks find in a unit's answers, kept at the place of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q

from peiyu.facts.round.examine import Finding as Found
from peiyu.facts.round.examine import examine
from peiyu.problems import Problem
from peiyu.web import clock
from peiyu.web.collection.incoming.kept import RowKey, row_key
from peiyu.web.collection.incoming.merging import is_blank
from peiyu.web.collection.models import Finding
from peiyu.web.collection.queries.answers import Paper, with_blanks
from peiyu.web.collection.queries.history import before_of, own_intakes
from peiyu.web.enterprises.words import words
from peiyu.web.jobs.actions import written


def check_all(paper: Paper) -> tuple[Found, ...]:
    """Checks the whole form, and keeps what was found in place of what was found before. Within the caller's
    transaction."""
    found = examined(paper, blanks=True)
    paper.unit.findings.all().delete()
    _keep(paper, found)
    return found


def check_rows(paper: Paper, keys: Sequence[RowKey]) -> None:
    """Checks some rows alone, as they are typed: what is not written yet is no fault of theirs. Within the caller's
    transaction."""
    chosen = frozenset(keys)
    kept = {key: row for key, row in paper.rows.items() if key in chosen}
    found = examined(Paper(paper.unit, paper.asked, paper.firms, kept, {}), blanks=False)
    which = Q(pk__in=())
    for entity, enterprise, number in chosen:
        which |= Q(entity=entity, enterprise=enterprise, record=number)
    paper.unit.findings.filter(which).delete()
    _keep(paper, found)


def examined(paper: Paper, *, blanks: bool) -> tuple[Found, ...]:
    """What the checks find. blanks: also that required answers are missing; else only what is written is looked at."""
    answers = with_blanks(paper) if blanks else tuple(one for one in paper.answers if not is_blank(one))
    keys = {one.place.enterprise for one in answers}
    before = before_of(paper.asked, keys, own=own_intakes(paper.unit.round))
    return examine(paper.asked, answers, held=paper.held, before=before, vocabulary=words())


def _keep(paper: Paper, found: Iterable[Found]) -> None:
    now = clock.now()
    Finding.objects.bulk_create(_row(paper, one, now) for one in found)


def _row(paper: Paper, one: Found, now: dt.datetime) -> Finding:
    entity, enterprise, number = row_key(one.place)
    row = paper.rows.get((entity, enterprise, number))
    return Finding(
        unit=paper.unit, entity=entity, enterprise=enterprise, record=number, field=one.place.field,
        level=one.level.value, code=one.problem.code, said=said(one.problem), explanation=one.explanation[:1000],
        by_name=row.by_name if row else "", at=now,
    )  # fmt: skip


def said(problem: Problem) -> dict[str, object]:
    """A problem as it is kept: message, found, accepted and next step in both languages, and where it was."""
    where = problem.where
    at = [where.file, where.sheet or "", where.cell or ""]
    return {"level": problem.level.value, "where": at, **written(problem)}
