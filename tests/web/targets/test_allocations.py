"""Allocations: the sum holds through every move, and each is logged."""

from __future__ import annotations

from collections.abc import Callable

import docx
import pytest
from tests.web.targets.conftest import PACK, actor, park_officer, someone

from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.roles import Role
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Notice
from peiyu.web.targets import exports, queries
from peiyu.web.targets.actions import allocations, negotiation
from peiyu.web.targets.models import Allocation, Move, Share
from peiyu.web.targets.queries import allocations as reads
from peiyu.web.trail.models import Entry

OFFICE = actor(Role.OFFICE)


def drafted(total: int = 35) -> Allocation:
    """35 over three parks with 60, 30 and 10 enterprises."""
    units = [Organisation.objects.create(kind="park", name=name, area=name) for name in ("A园", "B园", "C园")]
    asked = {unit.pk: allocations.Ask(capacity=size, history=0) for unit, size in zip(units, (60, 30, 10), strict=True)}
    return allocations.draft(OFFICE, pack=PACK, code="new_giants", year=2012, total=total, asked=asked)


def numbers(held: Allocation) -> list[int]:
    found = list(Share.objects.filter(allocation=held, parent=None).values_list("number", flat=True))
    assert sum(found) == Allocation.objects.get(pk=held.pk).total
    return found


def shares(held: Allocation) -> list[Share]:
    return list(Share.objects.filter(allocation=held, parent=None))


def state(held: Allocation) -> str:
    held.refresh_from_db()
    return held.state


def officer_of(share: Share):  # type: ignore[no-untyped-def]
    return park_officer(area=share.name, organisation=share.organisation_id)


def refused(do: Callable[[], object], code: str) -> str:
    """The refusal's own words; nothing of any share or log may change by it."""
    before = list(Share.objects.values_list("pk", "number", "answer")), Move.objects.count(), Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        do()
    assert refusal.value.problems[0].code == code
    after = list(Share.objects.values_list("pk", "number", "answer")), Move.objects.count(), Entry.objects.count()
    assert before == after
    return refusal.value.problems[0].message.zh


@pytest.mark.django_db
def test_a_draft_adds_up_and_says_why(place: None) -> None:
    held = drafted()
    assert numbers(held) == [21, 11, 3]
    assert all(one.reason["zh"] and one.reason["en"] for one in shares(held))
    asked = {shares(held)[0].organisation_id: allocations.Ask()}

    def again(code: str) -> None:
        allocations.draft(OFFICE, pack=PACK, code=code, year=2012, total=35, asked=asked)

    refused(lambda: again("new_giants"), "allocation-open")
    refused(lambda: again("inventions_per_10k"), "target-not-summable")
    refused(lambda: again("nothing"), "target-unknown")


@pytest.mark.django_db
def test_bounds_and_fixed_numbers_are_kept(place: None) -> None:
    held = drafted()
    one, two, three = shares(held)
    asked = {
        one.pk: allocations.Ask(capacity=60, ceiling=15), two.pk: allocations.Ask(capacity=30),
        three.pk: allocations.Ask(capacity=10, fixed=7),
    }  # fmt: skip
    held.refresh_from_db()
    allocations.settle(OFFICE, allocation=held.pk, version=held.version, total=40, counts={}, asked=asked)
    assert numbers(held) == [15, 18, 7]
    impossible = {pk: allocations.Ask(capacity=1, ceiling=2) for pk in asked}
    held.refresh_from_db()
    refused(lambda: allocations.settle(OFFICE, allocation=held.pk, version=held.version, total=40, counts={},
                                       asked=impossible), "allocation-impossible")  # fmt: skip
    assert numbers(held) == [15, 18, 7]
    refused(lambda: allocations.settle(OFFICE, allocation=held.pk, version=0, total=40, counts={}, asked=asked),
            "changed-meanwhile")  # fmt: skip


@pytest.mark.django_db
def test_from_draft_to_issue(place: None) -> None:
    held = drafted()
    refused(lambda: negotiation.agree(OFFICE, allocation=held.pk), "allocation-state")
    negotiation.send(OFFICE, allocation=held.pk)
    assert Notice.objects.filter(address=f"/targets/allocations/{held.pk}/").count() == 3
    one, two, three = shares(held)
    assert [matter.address for matter in queries.work(officer_of(one))] == [f"/targets/allocations/{held.pk}/"]
    negotiation.accept(officer_of(one), share=one.pk)
    refused(lambda: negotiation.ask_other(officer_of(two), share=two.pk, number=5, why=" "), "why-missing")
    refused(lambda: negotiation.ask_other(officer_of(two), share=two.pk, number=two.number, why="少"), "share-same")
    negotiation.ask_other(officer_of(two), share=two.pk, number=two.number - 2, why="新入园企业少")
    negotiation.accept(officer_of(three), share=three.pk)
    assert state(held) == "sent"
    refused(lambda: negotiation.agree(OFFICE, allocation=held.pk), "allocation-state")
    said = refused(lambda: negotiation.grant(OFFICE, share=two.pk, number=two.number - 2), "allocation-short")
    assert "还差 2" in said
    negotiation.grant(OFFICE, share=two.pk, number=two.number - 2, with_=one.pk)
    assert numbers(held) == [one.number + 2, two.number - 2, three.number]
    assert [share.answer for share in shares(held)] == ["", "accepted", "accepted"]
    assert state(held) == "sent"
    negotiation.accept(officer_of(one), share=one.pk)
    assert state(held) == "answered"
    negotiation.agree(OFFICE, allocation=held.pk)
    negotiation.issue(OFFICE, allocation=held.pk)
    assert state(held) == "issued"
    for verb in (lambda: negotiation.recall(OFFICE, allocation=held.pk, why="改"),
                 lambda: negotiation.grant(OFFICE, share=one.pk, number=1),
                 lambda: negotiation.accept(officer_of(one), share=one.pk)):  # fmt: skip
        refused(verb, "allocation-state")
    verbs = list(Move.objects.filter(allocation=held).values_list("verb", flat=True))
    assert verbs == ["send", "accept", "ask", "accept", "rebalance", "grant", "accept", "agree", "issue"]
    asked = Move.objects.get(verb="ask")
    assert (asked.before, asked.after, asked.said) == (two.number, two.number - 2, "新入园企业少")


@pytest.mark.django_db
def test_who_has_not_accepted_takes_the_difference_by_the_rule(place: None) -> None:
    held = drafted()
    negotiation.send(OFFICE, allocation=held.pk)
    one, two, three = shares(held)
    negotiation.accept(officer_of(three), share=three.pk)
    negotiation.grant(OFFICE, share=two.pk, number=two.number + 3)
    assert numbers(held) == [one.number - 3, two.number + 3, three.number]
    refused(lambda: negotiation.decline(OFFICE, share=one.pk, why="不"), "share-not-asked")
    negotiation.ask_other(officer_of(one), share=one.pk, number=1, why="难")
    negotiation.decline(OFFICE, share=one.pk, why="任务已减过")
    assert shares(held)[0].answer == "declined"
    assert numbers(held) == [one.number - 3, two.number + 3, three.number]


@pytest.mark.django_db
def test_a_number_is_divided_over_people_and_follows_its_organisation(place: None) -> None:
    held = drafted()
    negotiation.send(OFFICE, allocation=held.pk)
    one, two, _ = shares(held)
    people = [someone(Role.PARK, name=f"人{n}", area="A园", kind="park") for n in range(2)]
    stranger = someone(Role.PARK, name="外人", area="别园", kind="park")
    who = officer_of(one)
    less = refused(
        lambda: negotiation.divide(who, share=one.pk, numbers={people[0].pk: 10, people[1].pk: 1}), "allocation-sum"
    )
    assert f"还差 {one.number - 11}" in less
    refused(lambda: negotiation.divide(who, share=one.pk, numbers={stranger.pk: one.number}), "person-elsewhere")
    negotiation.divide(who, share=one.pk, numbers={people[0].pk: one.number - 1, people[1].pk: 1})
    negotiation.grant(OFFICE, share=one.pk, number=one.number - 4, with_=two.pk)
    mine = Share.objects.filter(parent=one)
    assert sum(mine.values_list("number", flat=True)) == one.number - 4


@pytest.mark.django_db
def test_the_document_holds_every_share(place: None) -> None:
    held = drafted()
    path, name = exports.take_allocation(OFFICE, held, reads.tree(OFFICE, held), lang="zh")
    assert name.endswith(".docx")
    document = docx.Document(str(path))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[2] for row in cells[1:]] == [*map(str, numbers(held)), "35"]
    assert "征求意见稿" in "".join(one.text for one in document.paragraphs)
    path.unlink()
