"""Forms, their fillings, and what is known of a form's cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from peiyu.paper.form.grid import Form as Blank
from peiyu.paper.form.lists.columns import ListMapping, lists_from
from peiyu.paper.form.mapping import FormMapping, from_json
from peiyu.paper.form.offer import Offer
from peiyu.paper.form.opening import open_form
from peiyu.web import bridge
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.files.named import under_its_name
from peiyu.web.reporting.access import RULES
from peiyu.web.reporting.models import Filling, Form
from peiyu.web.targets.models import Closing, Reading
from peiyu.web.targets.queries import latest, register_of
from peiyu.writing.form.figures import Registers, members_of, needed_months
from peiyu.writing.form.offers import offers
from peiyu.writing.register import Register


def visible(actor: Actor) -> QuerySet[Form]:
    """The forms that somebody may see."""
    return Form.objects.all() if decide(RULES, actor, "forms.see").allowed else Form.objects.none()


def fillings(actor: Actor) -> QuerySet[Filling]:
    """What was filled, likewise."""
    found = Filling.objects.select_related("form", "closing__reading")
    return found if decide(RULES, actor, "forms.see").allowed else found.none()


def latest_fillings(forms: Sequence[Form]) -> dict[int, Filling]:
    """Of each form what was filled last and not dropped."""
    found = Filling.objects.filter(form__in=[one.pk for one in forms]).exclude(state="dropped").order_by("pk")
    return {one.form_id: one for one in found.select_related("closing")}


def mapping_of(form: Form) -> FormMapping:
    """What a form's cells mean."""
    return from_json(form.mapping, file=form.file_name)


def lists_of(form: Form) -> tuple[ListMapping, ...]:
    """The lists of enterprises in a form, with what they are filled with."""
    return lists_from(form.lists)


def blank_of(form: Form) -> Blank:
    """The blank as a grid. InputError as `open_form`."""
    with under_its_name(form.file, form.file_name) as path:
        return open_form(path)


def closings(pack: str) -> QuerySet[Closing]:
    """The closings from whose figures a form may be filled, the latest month and issue first."""
    return Closing.objects.filter(pack=pack, state="closed").select_related("reading").order_by("-month", "-issue")


def register_to_offer(pack: str) -> Register | None:
    """What forms are told to be about: the register of the latest closing, or of the latest reading; None before the
    first."""
    closing = closings(pack).first()
    if closing is not None:
        return register_of(closing.reading, issue=closing.issue)
    reading: Reading | None = latest(pack)
    return None if reading is None else register_of(reading)


def offered(pack: str, register: Register) -> tuple[Offer, ...]:
    """What the register can put into a form."""
    return offers(register, bridge.programme(pack).programme)


def registers_of(closing: Closing, mapping: FormMapping) -> Registers:
    """The register of a closing, and those of the earlier months of its year that the form names, as they were closed
    last before it; a month that nobody closed has none, and its cells say so."""
    meanings = [one.meaning for one in mapping.cells if one.meaning is not None]
    earlier = {}
    for month in needed_months(meanings, closing.reading.day):
        held = Closing.objects.filter(
            pack=closing.pack, state="closed", month=closing.month.replace(month=month), pk__lte=closing.pk
        )
        one = held.select_related("reading").order_by("-issue").first()
        if one is not None:
            earlier[month] = register_of(one.reading, issue=one.issue)
    members = members_of(bridge.programme(closing.pack).programme)
    return Registers(register_of(closing.reading, issue=closing.issue), earlier, members)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form that has not been filled from the latest closing yet."""

    form: Form
    closing: Closing


def waiting(actor: Actor) -> tuple[Waiting, ...]:
    """Forms ready to fill that the latest closing of their pack has not filled."""
    if not decide(RULES, actor, "forms.fill").allowed:
        return ()
    forms = list(Form.objects.filter(state="confirmed"))
    newest = {pack: closings(pack).first() for pack in {one.pack for one in forms}}
    done = set(
        Filling.objects.filter(closing__in=[one.pk for one in newest.values() if one is not None])
        .exclude(state="dropped").values_list("form_id", flat=True)
    )  # fmt: skip
    return tuple(
        Waiting(one, closing) for one in forms if (closing := newest[one.pack]) is not None and one.pk not in done
    )
