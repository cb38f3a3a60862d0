"""The API of enterprises: the registry, search, facts, imports. Parse, one call, answer."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from peiyu.web.acting.asked import actor_of
from peiyu.web.enterprises import answers as given
from peiyu.web.enterprises import queries
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.queries.facts import facts_of
from peiyu.web.enterprises.queries.intakes import one_intake, scoped_intakes
from peiyu.web.enterprises.schemas import (
    Brought,
    CellPage,
    EnterpriseOut,
    EnterprisePage,
    FactOut,
    IntakeOut,
    IntakePage,
    Wanted,
)
from peiyu.web.look.lists.keyset import Cursor, Order, page
from peiyu.web.look.schemas import Key, Number, Size, Word, answers, key_of

After = Annotated[int, Field(ge=0, le=2**53)]
BY_NAME = Order("name")

router = Router(tags=["enterprises"])
intakes = Router(tags=["intakes"])


@router.get("/", response=answers(EnterprisePage), operation_id="enterprises")
def enterprises(request: HttpRequest, wanted: Query[Wanted], after: Word = "", limit: Size = 100) -> EnterprisePage:
    """The enterprises that you may see, by name. Confidential ones are never listed."""
    rows = queries.scoped(actor_of(request)).filter(**{name: value for name, value in wanted if value})
    found = page(rows, BY_NAME, size=limit, after=Cursor.parse(after) if after else None, before=None)
    return EnterprisePage(
        items=[given.enterprise(one) for one in found.rows], next=found.after.written() if found.after else None
    )


@router.get("/search", response=answers(list[EnterpriseOut]), operation_id="search_enterprises")
def search(request: HttpRequest, q: Word, limit: Size = 20) -> list[EnterpriseOut]:
    """By name, former name, initials of the syllables, or code."""
    return [given.enterprise(one) for one in queries.search(actor_of(request), q, limit)]


@router.get("/{key}", response=answers(EnterpriseOut), operation_id="enterprise")
def enterprise(request: HttpRequest, key: Key) -> EnterpriseOut:
    """One enterprise; of an entry that was merged the one that it became."""
    return given.enterprise(queries.one(actor_of(request), key_of(key)))


@router.get("/{key}/facts", response=answers(list[FactOut]), operation_id="facts")
def facts(request: HttpRequest, key: Key, entity: Word = "") -> list[FactOut]:
    """Its facts as they were brought, by entity and period; statistical returns are not among them."""
    found = queries.one(actor_of(request), key_of(key))
    return [given.fact(name, row) for name, row in facts_of(found.key, entity)]


@intakes.get("/", response=answers(IntakePage), operation_id="intakes")
def listed(request: HttpRequest, before: Number | None = None, limit: Size = 50) -> IntakePage:
    """The imports that you may see, the latest first."""
    rows = scoped_intakes(actor_of(request)).order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows[: limit + 1])
    return IntakePage(
        items=[given.intake(one) for one in found[:limit]], next=found[limit - 1].pk if len(found) > limit else None
    )


@intakes.post("/", response=answers(IntakeOut, 202), operation_id="upload")
def upload(request: HttpRequest, file: File[UploadedFile], how: Form[Brought]) -> Status[IntakeOut]:
    """Brings a ledger (xlsx, xls, csv). It is read in the background; nothing is stored before you ask for it."""
    wish = uploads.Wish(**dict(how))
    with NamedTemporaryFile(prefix="peiyu-") as copy:
        for block in file.chunks():
            copy.write(block)
        copy.flush()
        made = uploads.upload(actor_of(request), name=file.name or "", path=Path(copy.name), wish=wish)
    return Status(202, given.intake(made))


@intakes.get("/{number}", response=answers(IntakeOut), operation_id="intake")
def intake(request: HttpRequest, number: Number) -> IntakeOut:
    """One import: how it stands."""
    return given.intake(one_intake(actor_of(request), number))


@intakes.get("/{number}/problems", response=answers(CellPage), operation_id="intake_problems")
def problems(request: HttpRequest, number: Number, after: After = 0, limit: Size = 100) -> CellPage:
    """What was found in it, cell by cell."""
    found = one_intake(actor_of(request), number)
    rows = list(found.findings.filter(number__gt=after).order_by("number")[: limit + 1])
    return CellPage(
        items=[given.cell(one) for one in rows[:limit]], next=rows[limit - 1].number if len(rows) > limit else None
    )


@intakes.post("/{number}/store", response=answers(IntakeOut, 202), operation_id="store_intake")
def store(request: HttpRequest, number: Number) -> Status[IntakeOut]:
    """Has its rows stored in the background: all of them, or none is seen."""
    actor = actor_of(request)
    uploads.store(actor, one_intake(actor, number))
    return Status(202, given.intake(one_intake(actor, number)))
