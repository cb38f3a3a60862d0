"""Over made-up organisations, posts and enterprises: nobody is answered another's record, whatever address is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peiyu.facts.identity import enterprise_key, parse_code, uscc_check
from peiyu.web import clock
from peiyu.web.accounts.models import Consent, Organisation, Person, Post, Token
from peiyu.web.accounts.queries.actors import hash_of_token
from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.enterprises.actions.projection import project
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.AllowAllUsersModelBackend"
PARKS = ("东园", "西园", "南园")
FIRMS = 3
CLOSED = (302, 401, 403, 404, 405)
EVERYWHERE = INSIDE - {Role.PARK}
"""Public servants of the whole territory; the others see their own."""

KNOW = frozenset({Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.AUDITOR})
"""Who may look up a confidential enterprise."""

LISTS = (
    "/", "/enterprises/", "/enterprises/?download=1", "/enterprises/intakes/", "/jobs/", "/notes/", "/trail/",
    "/people/", "/my-work/", "/api/v1/enterprises/", "/api/v1/intakes/", "/api/v1/jobs/",
)  # fmt: skip
"""What everybody may try."""

OF_ONE = (
    "/enterprises/{key}/", "/enterprises/{key}/check-up/", "/enterprises/{key}/facts/",
    "/enterprises/{key}/facts/annual_return/", "/enterprises/{key}/records/ip_right/new/",
    "/enterprises/{key}/attest/", "/enterprises/{key}/identity/", "/enterprises/merge/{key}/{key}/",
    "/api/v1/enterprises/{key}", "/api/v1/enterprises/{key}/facts", "/api/v1/enterprises/{key}/verdicts",
)  # fmt: skip
"""What there is of one enterprise."""

OWN_ANSWER = "/api/v1/enterprises/{key}"
"""Answered to everybody whose it is, so that silence is no proof of walls."""

SEARCHES = (
    "/enterprises/?q={word}", "/enterprises/found/?q={word}", "/enterprises/found/?q={code}",
    "/enterprises/?q={code}", "/api/v1/enterprises/search?q={word}", "/api/v1/enterprises/search?q={code}",
)  # fmt: skip
"""Looking for one by a word of its name or by its code."""


@dataclass(frozen=True)
class Firm:
    """An enterprise: in which park, and whether it is confidential."""

    number: int
    park: int
    sensitive: bool

    @property
    def name(self) -> str:
        return f"密{self.number:02}云科技有限公司"

    @property
    def word(self) -> str:
        return self.name[:4]

    @property
    def code(self) -> str:
        body = f"91150203MA{self.number:07d}"
        return body + uscc_check(body)

    @property
    def key(self) -> int:
        return enterprise_key(parse_code(self.code))

    @property
    def address(self) -> str:
        return f"{self.key % 2**64:016x}"


class Asker:
    """Asks as a person does in a browser, and of the API with a token of the person's post."""

    def __init__(self, person: Person) -> None:
        self.client = Client()
        self.client.force_login(person, backend=BACKEND)
        Token.objects.create(
            post=person.posts.get(), name="试", hash=hash_of_token(person.sign_in), made_at=clock.now(),
            until=clock.today() + dt.timedelta(days=9),
        )  # fmt: skip
        self.token = {"Authorization": f"Bearer {person.sign_in}"}

    def __call__(self, path: str) -> tuple[int, str]:
        """Status and text of an answer."""
        answer = self.client.get(path, headers=self.token if path.startswith("/api/") else {})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body.decode("utf-8", "replace")


@dataclass(frozen=True)
class Somebody:
    """A post: a role, at a park, at an enterprise, or elsewhere; with or without consents to act."""

    role: Role
    park: int
    firm: int
    consents: tuple[tuple[int, bool], ...]


roles = st.sampled_from(sorted(Role, key=lambda one: one.value))
people = st.lists(
    st.builds(
        Somebody,
        role=roles,
        park=st.integers(0, 2),
        firm=st.integers(0, FIRMS - 1),
        consents=st.lists(st.tuples(st.integers(0, FIRMS - 1), st.booleans()), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=2,
)
firms = st.tuples(*(st.builds(Firm, st.just(n), st.integers(0, 2), st.booleans()) for n in range(FIRMS)))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(firms=firms, people=people)
def test_nobody_is_answered_what_is_not_his(firms: tuple[Firm, ...], people: list[Somebody]) -> None:
    with transaction.atomic():
        held(firms)
        for number, one in enumerate(people):
            look_around(Asker(entered(number, one, firms)), one, firms, acting=None)
        transaction.set_rollback(True)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(firms=firms, consents=st.lists(st.tuples(st.integers(0, FIRMS - 1), st.booleans()), min_size=1, max_size=2))
def test_by_consent_one_reaches_that_enterprise_and_no_other(
    firms: tuple[Firm, ...], consents: list[tuple[int, bool]]
) -> None:
    with transaction.atomic():
        held(firms)
        one = Somebody(Role.SERVICE, 0, 0, tuple(consents))
        asker = Asker(entered(0, one, firms))
        for consent in Consent.objects.all():
            session = asker.client.session
            session["consent"] = consent.pk
            session.save()
            holds = consent.withdrawn_at is None
            look_around(asker, one, firms, acting=consent.enterprise if holds else None)
        transaction.set_rollback(True)


def held(firms: tuple[Firm, ...]) -> None:
    """The enterprises, as facts and in the registry."""
    made = Intake.objects.create(kind="ledger", name="台账", state="live", at=clock.now(), live_at=clock.now())
    for one in firms:
        FACT_MODELS["enterprise"].objects.create(
            enterprise=one.key, record_id=one.key, known_from=dt.date(2024, 1, 1), at=dt.date(2024, 1, 1),
            source="台账", purpose="行政", intake=made, code=one.code, name=one.name, park=PARKS[one.park],
            sensitive=one.sensitive,
        )  # fmt: skip
    project([one.key for one in firms])
    assert Enterprise.objects.count() == len(firms)


def entered(number: int, one: Somebody, firms: tuple[Firm, ...]) -> Person:
    """The person with its post, its organisation and its consents."""
    kind, more = "department", {}
    if one.role is Role.PARK:
        kind, more = "park", {"area": PARKS[one.park]}
    if one.role is Role.ENTERPRISE:
        kind, more = "enterprise", {"enterprise": firms[one.firm].key}
    unit = Organisation.objects.filter(**more).first() if more else None
    unit = unit or Organisation.objects.create(kind=kind, name=f"单位{number}", **more)
    person = Person.objects.create(sign_in=f"person{number}", name=f"人{number}")
    Post.objects.create(person=person, organisation=unit, role=one.role.value, since=dt.date(2020, 1, 1))
    for firm, holds in one.consents:
        Consent.objects.create(
            enterprise=firms[firm].key, enterprise_name="委托企业", agent=unit, since=dt.date(2020, 1, 1),
            recorded_by=person, recorded_at=clock.now(), withdrawn_at=None if holds else clock.now(),
        )  # fmt: skip
    return person


def may_see(one: Somebody, firm: Firm, firms: tuple[Firm, ...], acting: int | None) -> bool:
    """What DESIGN and clauses.md say, told again without the application's tables."""
    if acting is not None:
        return firm.key == acting
    own = one.role is Role.ENTERPRISE and firms[one.firm].key == firm.key
    within = one.role in EVERYWHERE or (one.role is Role.PARK and PARKS[one.park] == PARKS[firm.park])
    return own or (within and (not firm.sensitive or one.role in KNOW))


def look_around(asker: Asker, one: Somebody, firms: tuple[Firm, ...], *, acting: int | None) -> None:
    """Asks for everything there is: no answer tells of an enterprise that is not to be seen, no list of a confidential
    one that is somebody else's."""
    everything = {path: asker(path) for path in LISTS}
    for firm in firms:
        told = {"key": firm.address, "code": firm.code, "word": firm.word}
        seen, own = may_see(one, firm, firms, acting), acting is not None or one.role is Role.ENTERPRISE
        for path in OF_ONE:
            status, said = asker(path.format(**told))
            if not seen:
                assert status in CLOSED, (one, firm, path, status)
                refuse_mention(said, firm, (one, path))
            elif path == OWN_ANSWER and acting is None:
                assert (status, firm.code in said) == (200, True), (one, firm, status)
        for path in SEARCHES:
            _, said = asker(path.format(**told))
            if not seen or (firm.sensitive and not own and "{code}" not in path):
                refuse_mention(said, firm, (one, path), typed="{code}" in path)
        for path, (_, said) in everything.items():
            if not seen or (firm.sensitive and not own):
                refuse_mention(said, firm, (one, path))


def refuse_mention(said: str, firm: Firm, where: object, *, typed: bool = False) -> None:
    """Neither name nor key nor code of the enterprise stands in an answer; a code that was typed may be repeated."""
    assert firm.name not in said, where
    assert firm.address not in said, where
    assert typed or firm.code not in said, where
