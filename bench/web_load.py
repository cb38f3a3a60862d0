"""Twenty users of the application, each with one request every two seconds, and how long their pages took."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import polars as pl

from bench.web_place import PASSWORD, USERS
from peiyu.facts.base import FactBase

EVERY_SECONDS = 2.0
NAMED = 2_000
"""So many enterprises are drawn, for dossiers and for searches."""


@dataclass(frozen=True, slots=True)
class Firms:
    """Some enterprises of the place: keys, names, codes, parks."""

    keys: tuple[int, ...]
    names: tuple[str, ...]
    codes: tuple[str, ...]


def drawn(base: FactBase) -> Firms:
    """A fair draw: keys are hashes."""
    parts = sorted((base.path / "enterprise").glob("*.parquet"))
    frame = pl.concat([pl.scan_parquet(part).select("enterprise", "name", "code") for part in parts])
    found = frame.sort("enterprise").head(NAMED).collect()
    return Firms(tuple(found["enterprise"]), tuple(found["name"]), tuple(found["code"]))


class User:
    """One who has signed in and keeps the connection, as a browser does."""

    def __init__(self, host: str, port: int, sign_in: str) -> None:
        self.line = HTTPConnection(host, port, timeout=60)
        self.cookies: dict[str, str] = {}
        page = self.get("/sign-in/").decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, "the sign-in has no form"
        fields = {"csrfmiddlewaretoken": found[1], "name": sign_in, "password": PASSWORD}
        status, _ = self.ask("POST", "/sign-in/", urlencode(fields).encode())
        assert (status, "sessionid" in self.cookies) == (302, True), f"{sign_in} could not sign in"

    def get(self, address: str) -> bytes:
        """The body of a page. AssertionError for anything but 200."""
        status, body = self.ask("GET", address)
        assert status == 200, f"{address}: {status}"
        return body

    def ask(self, method: str, address: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        """Status and body."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": kind or "application/x-www-form-urlencoded"}
        self.line.request(method, address, body, headers if body else {"Cookie": cookies})
        answer = self.line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {one.key: one.value for one in SimpleCookie(value).values()}
        return answer.status, answer.read()


Address = Callable[[User, random.Random], str]


def pages(firms: Firms) -> Mapping[str, Address]:
    """What users look at: the registry in its many states, dossiers, the document, searches."""
    return {
        "list": listed,
        "dossier": lambda user, chance: f"/enterprises/{chance.choice(firms.keys) % 2**64:016x}/",
        "document": lambda user, chance: "/document/",
        "search": lambda user, chance: "/enterprises/?" + urlencode({"q": wanted(firms, chance)}),
    }


def listed(user: User, chance: random.Random) -> str:
    """The registry: as it opens, filtered, ordered by a figure, some pages on, within bounds."""
    return "/enterprises/?" + urlencode(
        chance.choice(
            (
                {},
                {"order": "-revenue"},
                {"order": "staff"},
                {"order": "-founded", "status": "存续"},
                {"status": "存续", "order": "-revenue"},
                {"revenue_min": "5000", "revenue_max": "8000"},
                {"industry": "C", "order": "-revenue"},
                {"industry": "39"},
                {"founded_min": "2020", "order": "name"},
                {"staff_min": "100", "order": "-staff"},
            )
        )
    )


def wanted(firms: Firms, chance: random.Random) -> str:
    """What people type: two characters, a longer part of a name, a whole name, a part of a code, two words."""
    place = chance.randrange(len(firms.names))
    name, code = firms.names[place], firms.codes[place]
    return chance.choice((name[2:4], name[2:6], name, code[8:17], code[-4:], code[:9], f"{name[2:4]} {name[4:6]}"))


def load(
    firms: Firms, *, port: int, seconds: float, only: Sequence[str] = (), host: str = "127.0.0.1", users: int = USERS
) -> dict[str, list[float]]:
    """Seconds of every request by kind of page. Users begin a tenth of a second apart and keep their own time: who has
    waited long asks again at once, so that a slow server is asked no less."""
    kinds = {name: make for name, make in pages(firms).items() if not only or name in only}
    took: dict[str, list[float]] = {name: [] for name in kinds}
    faults: list[str] = []
    everybody = [User(host, port, f"user{number:02}") for number in range(users)]
    begin = time.monotonic() + 0.5

    def use(number: int, user: User) -> None:
        chance, due = random.Random(number), begin + number * EVERY_SECONDS / users
        order = list(kinds)[number % len(kinds) :] + list(kinds)[: number % len(kinds)]
        while due < begin + seconds:
            for name in order:
                time.sleep(max(0.0, due - time.monotonic()))
                address = kinds[name](user, chance)
                start = time.perf_counter()
                try:
                    status, _ = user.ask("GET", address)
                except OSError as error:
                    faults.append(f"{address}: {error}")
                    return
                took[name].append(time.perf_counter() - start)
                if status not in (200, 302):
                    faults.append(f"{address}: {status}")
                due += EVERY_SECONDS

    threads = [threading.Thread(target=use, args=(number, user)) for number, user in enumerate(everybody)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError("; ".join(faults[:5]))
    return took
