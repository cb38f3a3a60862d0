"""Packages between two offices: a round goes out, answers come back; twice is once, conflicts are settled by a person.

Both sides share the test's database: the office's round steps aside while the park's side is played.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.collection.returned import KEYS, Place, place
from tests.web.conftest import Staff

from peiyu.facts.ferry import Package, SigningKey, seal
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import decide
from peiyu.web.collection.actions import submissions
from peiyu.web.collection.incoming.kept import hash_of
from peiyu.web.collection.models import AnswerRow, Arrival, Round, RoundUnit, Submission
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.ferry.access import RULES
from peiyu.web.ferry.actions import carrying, keys
from peiyu.web.ferry.models import Ferried, Key
from peiyu.web.ferry.queries import packages
from peiyu.web.files.store import Kept, keep, path_of
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db
__all__ = ["place"]
OFFICE, PARK = SigningKey(b"o" * 32), SigningKey(b"p" * 32)


@dataclass
class Sides:
    """The place with the key of the side that is played."""

    place: Place
    stand: Callable[[SigningKey], None]

    @contextmanager
    def at_the_park(self) -> Iterator[None]:
        """Within it the office's round is not there."""
        self.stand(PARK)
        held = {"ferried": list(Ferried.objects.all()), "arrivals": Arrival.objects.count()}
        Ferried.objects.all().delete()
        Round.objects.filter(pk=self.place.round.pk).update(number="aside")
        yield
        Round.objects.exclude(pk=self.place.round.pk).delete()
        Round.objects.filter(pk=self.place.round.pk).update(number="2026-10-01")
        Ferried.objects.all().delete()
        Ferried.objects.bulk_create(held["ferried"])  # type: ignore[arg-type]
        self.stand(OFFICE)

    def unit(self) -> RoundUnit:
        """The park's unit as it stands."""
        return RoundUnit.objects.select_related("round").get(
            round__number="2026-10-01", organisation=self.place.staff.units["park"]
        )


@pytest.fixture
def sides(place: Place, monkeypatch: pytest.MonkeyPatch) -> Sides:
    def stand(key: SigningKey) -> None:
        monkeypatch.setattr(carrying, "own_key", lambda: key)
        monkeypatch.setattr(keys, "own_key", lambda: key)

    for key, name in ((OFFICE, "市领导小组办公室"), (PARK, "甲园")):
        Key.objects.create(name=name, text=key.public.text, fingerprint=key.public.fingerprint, by_name="安全",
                           since=clock.today())  # fmt: skip
    stand(OFFICE)
    return Sides(place, stand)


def kept(held: bytes, name: str = "包.peiyu") -> Kept:
    return keep(name, [held])


def code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.problems[0].code


def round_package(sides: Sides) -> Kept:
    _, held = carrying.pack_round(sides.place.office, unit=sides.place.park.pk)
    return kept(held, "收表.peiyu")


def answers_package(sides: Sides, sent: Kept) -> Kept:
    """The park takes the round in, answers, hands in and packs."""
    with sides.at_the_park():
        carrying.bring(sides.place.officer, kept=sent)
        unit = sides.unit()
        sides.place.type(unit, KEYS[0], revenue="1200", staff="80")
        sides.place.type(unit, KEYS[1], revenue="8000")
        made = submissions.hand_in(sides.place.officer, unit)
        _, held = carrying.pack_answers(sides.place.officer, submission=made.pk)
    return kept(held, "报送.peiyu")


def test_a_round_goes_to_a_park_that_knows_none_of_its_enterprises(sides: Sides) -> None:
    sent = round_package(sides)
    with sides.at_the_park():
        Enterprise.objects.filter(key__in=KEYS).delete()
        row = carrying.bring(sides.place.officer, kept=sent)
        unit = sides.unit()
        assert (unit.round.title, unit.round.state, unit.state) == ("10月企业经营情况", "open", "waiting")
        assert list(unit.firms.values_list("key", flat=True).order_by("key")) == [KEYS[0], KEYS[1]]
        assert unit.firms.get(key=KEYS[1]).held == {"monthly_return": {"": {"staff": 300}}}
        assert set(Enterprise.objects.values_list("key", "park")) == {(KEYS[0], "甲园"), (KEYS[1], "甲园")}
        assert (row.state, row.partner) == ("done", "市领导小组办公室")
        assert Entry.objects.filter(verb="round.take").count() == 1


def test_the_same_package_again_changes_nothing(sides: Sides) -> None:
    sent = round_package(sides)
    with sides.at_the_park():
        carrying.bring(sides.place.officer, kept=sent)
        with pytest.raises(Refusal) as refused:
            carrying.bring(sides.place.officer, kept=sent)
        assert code(refused) == "ferry-known"
        assert Round.objects.filter(number="2026-10-01").count() == 1
        assert Ferried.objects.count() == 1


def test_the_office_does_not_take_its_own_round_in(sides: Sides) -> None:
    sent = round_package(sides)
    sides.stand(PARK)
    with pytest.raises(Refusal) as refused:
        carrying.bring(sides.place.officer, kept=sent)
    assert code(refused) == "ferry-own-round"
    assert not Ferried.objects.filter(direction="in").exists()


def test_answers_come_back_as_they_were_handed_in(sides: Sides) -> None:
    back = answers_package(sides, round_package(sides))
    row = carrying.bring(sides.place.office, kept=back)
    made = Submission.objects.get(unit=sides.place.park)
    assert (row.state, made.state, made.hash) == ("done", "submitted", hash_of(made.rows))
    assert made.by_name.startswith("甲园")
    assert [one["values"]["revenue"] for one in made.rows] == [1_200_000_000, 8_000_000_000]
    sides.place.park.refresh_from_db()
    assert sides.place.park.state == "submitted"
    accepted = submissions.accept(sides.place.office, made)
    assert accepted.state == "accepted"


def test_what_differs_is_settled_by_a_person(sides: Sides) -> None:
    back = answers_package(sides, round_package(sides))
    sides.place.type(sides.place.park, KEYS[0], revenue="1500")
    row = carrying.bring(sides.place.office, kept=back)
    assert row.state == "aside"
    assert [(one["field"], one["held"]["raw"], one["file"]["raw"]) for one in row.conflicts] == [
        ("revenue", "1500", "1200")
    ]  # fmt: skip
    assert not Submission.objects.exists()
    assert AnswerRow.objects.filter(unit=sides.place.park).count() == 1
    for choices, why, said in (({}, "x", "choice-missing"), ({0: "file"}, " ", "why-missing")):
        with pytest.raises(Refusal) as refused:
            carrying.settle(sides.place.office, package=row.pk, choices=choices, why=why)
        assert code(refused) == said
    done = carrying.settle(sides.place.office, package=row.pk, choices={0: "held"}, why="已电话核实")
    made = Submission.objects.get()
    assert (done.state, made.rows[0]["values"]["revenue"]) == ("done", 1_500_000_000)
    assert made.rows[1]["values"]["revenue"] == 8_000_000_000


def test_a_package_that_waits_may_be_left_and_brought_again(sides: Sides) -> None:
    back = answers_package(sides, round_package(sides))
    sides.place.type(sides.place.park, KEYS[0], revenue="1500")
    row = carrying.bring(sides.place.office, kept=back)
    assert carrying.drop(sides.place.office, package=row.pk, why="发错了").state == "dropped"
    with pytest.raises(Refusal) as refused:
        carrying.settle(sides.place.office, package=row.pk, choices={0: "file"}, why="x")
    assert code(refused) == "package-state"
    assert carrying.bring(sides.place.office, kept=back).state == "aside"


def test_who_handed_in_here_already_is_not_overwritten(sides: Sides) -> None:
    back = answers_package(sides, round_package(sides))
    sides.place.type(sides.place.park, KEYS[0], revenue="1")
    RoundUnit.objects.filter(pk=sides.place.park.pk).update(state="submitted")
    with pytest.raises(Refusal) as refused:
        carrying.bring(sides.place.office, kept=back)
    assert code(refused) == "ferry-handed-in"
    assert not Ferried.objects.filter(direction="in").exists()
    assert AnswerRow.objects.get().raw["revenue"] == "1"


def test_strangers_and_changed_packages_are_refused(sides: Sides) -> None:
    whole = seal(
        Package(kind="round", subject="x", sender="谁", made_on=clock.today(), parts={}), SigningKey(b"s" * 32)
    )
    with pytest.raises(Refusal) as refused:
        carrying.bring(sides.place.office, kept=kept(whole))
    assert code(refused) == "ferry-stranger"
    strange = seal(Package(kind="letter", subject="x", sender="甲园", made_on=clock.today(), parts={}), PARK)
    with pytest.raises(Refusal) as refused:
        carrying.bring(sides.place.office, kept=kept(strange))
    assert code(refused) == "ferry-kind"
    assert not Ferried.objects.exists()


def test_a_key_that_ended_opens_nothing(sides: Sides) -> None:
    security = sides.place.staff.actor(Role.SECURITY)
    sent = round_package(sides)
    keys.end(security, key=Key.objects.get(name="市领导小组办公室").pk, why="换发")
    with sides.at_the_park(), pytest.raises(Refusal) as refused:
        carrying.bring(sides.place.officer, kept=sent)
    assert code(refused) == "ferry-stranger"


def test_keys_are_entered_once_and_by_the_security_administrator(sides: Sides) -> None:
    security, text = sides.place.staff.actor(Role.SECURITY), SigningKey(b"n" * 32).public.text
    for name, given, said in (
        ("乙园", "abc", "ferry-key-unreadable"), ("乙园", OFFICE.public.text, "ferry-key-own"),
        ("乙园", PARK.public.text, "ferry-key-known"), (" ", text, "name-missing"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            keys.trust(security, name=name, text=given)
        assert code(refused) == said
    assert Key.objects.count() == 2
    assert keys.trust(security, name="乙园", text=text).fingerprint == SigningKey(b"n" * 32).public.fingerprint
    with pytest.raises(Refusal):
        keys.trust(sides.place.office, name="丙园", text=SigningKey(b"m" * 32).public.text)


ALL: dict[str, dict[Role, str]] = {
    "keys.see": dict.fromkeys((Role.OFFICE, Role.PARK, Role.SECURITY, Role.AUDITOR), "all"),
    "keys.trust": {Role.SECURITY: "all"},
    "packages.see": {Role.OFFICE: "all", Role.AUDITOR: "all", Role.PARK: "own"},
    "packages.make": {Role.OFFICE: "all", Role.PARK: "own"},
    "packages.bring": dict.fromkeys((Role.OFFICE, Role.PARK), "all"),
}


@pytest.mark.parametrize("action", sorted(ALL))
@pytest.mark.parametrize("role", list(Role))
def test_role_by_action(role: Role, action: str) -> None:
    found = decide(RULES, Actor(person=None, name="某", role=role, post=1), action).allowed
    assert found is (role in ALL[action])
    assert {one.action for one in RULES} == set(ALL)


def test_a_park_sees_its_own_packages_alone(sides: Sides, staff: Staff) -> None:
    round_package(sides)
    _, held = carrying.pack_round(sides.place.office, unit=sides.place.other.pk)
    assert held[:2] == b"PK"
    assert packages.packages(sides.place.office).count() == 2
    assert [one.result["organisation"] for one in packages.packages(sides.place.officer)] == [staff.units["park"].pk]
    with pytest.raises(Refusal) as refused:
        carrying.pack_round(sides.place.officer, unit=sides.place.park.pk)
    assert code(refused) == "nothing-to-pack"


def test_pages(sides: Sides, visit: Callable[[Role], Client]) -> None:
    back = answers_package(sides, round_package(sides))
    sides.place.type(sides.place.park, KEYS[0], revenue="1500")
    office = visit(Role.OFFICE)
    page = office.get("/ferry/", {"lang": "zh"}).content.decode()
    assert "打包下载" in page
    assert OFFICE.public.text not in page  # the installation's own key is its own
    packed = office.post("/ferry/do/pack-round/", {"unit": sides.place.park.pk})
    assert b"".join(packed.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    file = SimpleUploadedFile("报送.peiyu", path_of(back.hash).read_bytes())
    answer = office.post("/ferry/do/bring/", {"file": file})
    row = Ferried.objects.get(direction="in")
    assert answer["Location"] == f"/ferry/{row.pk}/"
    assert "1500" in office.get(answer["Location"]).content.decode()
    refused = office.post(answer["Location"], {"why": "核实"})
    assert refused.status_code == 422
    done = office.post(answer["Location"], {"why": "核实", "take-0": "file"})
    assert done["Location"].startswith("/collection/submissions/")
    assert visit(Role.SECURITY).get("/ferry/").status_code == 200
    assert visit(Role.SECURITY).get(f"/ferry/{row.pk}/").status_code == 404
    assert visit(Role.ENTERPRISE).get("/ferry/").status_code == 403
    assert visit(Role.SECURITY).post("/ferry/do/trust/", {"name": "x", "text": "y"}).status_code == 422
