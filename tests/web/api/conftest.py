"""A small made-up zone with accounts, verdicts, a reading and analyses, made once for the tests of a module; tokens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from peiyu.madeup import Zone, write
from peiyu.web import clock
from peiyu.web.accounts.actions import make_token
from peiyu.web.accounts.models import Person, Post
from peiyu.web.accounts.queries import actor_of_post
from peiyu.web.jobs.worker import work
from peiyu.web.site import seed

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The zone, as `peiyu demo --serve` makes one."""
    object.__setattr__(settings.PEIYU, "day", DAY)
    with django_db_blocker.unblock():
        zone = Zone(kind=PACK, companies=60, as_of=DAY)
        base = tmp_path_factory.mktemp("place") / "facts"
        write(zone, base)
        seed.populate(base, zone)
        seed.first_figures(PACK)
        work(until_idle=True)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
    object.__setattr__(settings.PEIYU, "day", None)


def token_of(sign_in: str) -> str:
    """A token for a person's first post."""
    post = Post.objects.select_related("person", "organisation").get(person=Person.objects.get(sign_in=sign_in))
    until = clock.today() + dt.timedelta(days=30)
    return make_token(actor_of_post(post.person, post), name="test", until=until)


@pytest.fixture
def ask(client: Client) -> Ask:
    """`ask("bangongshi", "/jobs/", **parameters)`: the status and what was answered."""
    made: dict[str, str] = {}

    def asked(who: str, address: str, data: Any = None, *, post: bool = False, **parameters: Any) -> tuple[int, Any]:
        if who and who not in made:
            made[who] = token_of(who)
        head = {"Authorization": f"Bearer {made[who]}"} if who else {}
        if post:
            answer = client.post(f"/api/v1{address}", data or {}, headers=head)
        else:
            answer = client.get(f"/api/v1{address}", parameters, headers=head)
        return answer.status_code, answer.json()

    return asked
