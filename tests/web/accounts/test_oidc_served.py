"""Signing in through an OpenID provider, from the button to the page, over HTTP: a served installation on one side, a
provider on the other."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.web.accounts.provider import Provider, provider

PATIENCE_SECONDS = 90
SERVE = """
import datetime as dt
import sys
from pathlib import Path
from peiyu.web.site import start
folder = Path(sys.argv[1])
start.ready(folder)
from peiyu.web.accounts.models import Organisation, Person, Post
office = Organisation.objects.create(kind="office", name="领导小组办公室")
for name, more in (("office", {}), ("closed", {"is_active": False}), ("held", {"held": True})):
    person = Person.objects.create(sign_in=name, name="王主任", **more)
    Post.objects.create(person=person, organisation=office, role="office", since=dt.date(2020, 1, 1))
start.serve(folder, host="127.0.0.1", port=int(sys.argv[2]), worker=False)
"""


@dataclass(frozen=True)
class Site:
    """A served installation and the provider that it trusts."""

    address: str
    folder: Path
    idp: Provider

    def trail(self) -> list[tuple[str, str]]:
        """Verb and name of every line."""
        with closing(sqlite3.connect(f"file:{self.folder / 'peiyu.sqlite3'}?mode=ro", uri=True)) as base:
            return list(base.execute("SELECT verb, name FROM trail_entry ORDER BY id"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PEIYU_", "DJANGO_"))}
    with provider() as idp:
        (folder / "peiyu.toml").write_text(idp.table(), "utf-8")
        words = [sys.executable, "-c", SERVE, str(folder), str(port)]
        with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as running:
            site = Site(f"http://127.0.0.1:{port}", folder, idp)
            try:
                await_answer(site, running)
                yield site
            finally:
                running.terminate()


def await_answer(site: Site, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert running.poll() is None, "the server ended"
        try:
            requests.get(f"{site.address}/sign-in/", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture
def site(served: Site) -> Site:
    """With a provider that says the truth about the office."""
    served.idp.user, served.idp.signs_with, served.idp.says_nonce = "office", served.idp.key, None
    return served


@pytest.fixture
def visitor() -> Iterator[requests.Session]:
    with requests.Session() as held:
        yield held


def enter(site: Site, visitor: requests.Session) -> requests.Response:
    """Follows the button of the sign-in page to the end."""
    page = visitor.get(f"{site.address}/sign-in/?next=/enterprises/", timeout=30).text
    button = re.search(r'href="(/oidc/authenticate/[^"]*)"', page)
    assert button, "no button"
    return visitor.get(site.address + button[1].replace("&amp;", "&"), timeout=30)


def is_in(site: Site, visitor: requests.Session) -> bool:
    """Whether the registry opens."""
    return visitor.get(f"{site.address}/enterprises/", timeout=30, allow_redirects=False).status_code == 200


def test_who_the_provider_vouches_for_is_in_and_stands_in_the_trail(site: Site, visitor: requests.Session) -> None:
    before = len(site.trail())
    page = enter(site, visitor)
    assert (page.status_code, page.url) == (200, f"{site.address}/enterprises/")
    assert "王主任" in page.text
    assert is_in(site, visitor)
    assert [name for _, name in site.trail()[before:]] == ["王主任"]


@pytest.mark.parametrize("user", ["stranger", "closed", "held"])
def test_whom_the_office_does_not_let_in_stays_outside(site: Site, visitor: requests.Session, user: str) -> None:
    site.idp.user = user
    before = site.trail()
    page = enter(site, visitor)
    assert "没有对应的账号" in page.text
    assert not is_in(site, visitor)
    assert site.trail() == before


def test_a_token_of_another_key_is_not_believed(site: Site, visitor: requests.Session) -> None:
    site.idp.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    enter(site, visitor)
    assert not is_in(site, visitor)


def test_a_token_for_another_sign_in_is_not_believed(site: Site, visitor: requests.Session) -> None:
    site.idp.says_nonce = "of another time"
    enter(site, visitor)
    assert not is_in(site, visitor)


def test_a_way_back_that_nobody_asked_for_leads_nowhere(site: Site, visitor: requests.Session) -> None:
    asked = {
        "response_type": "code",
        "client_id": "peiyu",
        "state": "x",
        "redirect_uri": f"{site.address}/oidc/callback/",
    }
    page = visitor.get(site.idp.authorize(asked), timeout=30)
    assert page.status_code in (200, 400)
    assert not is_in(site, visitor)
