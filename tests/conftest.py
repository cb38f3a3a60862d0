"""Options of the whole test suite, and its budget by room."""

from __future__ import annotations

import os
import signal
from collections import Counter

import pytest
from hypothesis import settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite started in the background ignores Ctrl-C

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")  # a landing is judged on the same examples each time; elsewhere new ones are tried

BUDGET = 15 * 60
"""Seconds of processor time on two cores that `make test` may take (DESIGN: 15 minutes)."""

SPENT: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--rewrite-golden"))


def room_of(nodeid: str) -> str:
    """The room a test belongs to: tests/policy/path/… → policy/path."""
    folders = nodeid.split("::", maxsplit=1)[0].split("/")[1:-1]
    return "/".join(folders[:2]) or "tests"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    SPENT[room_of(report.nodeid)] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    total = sum(SPENT.values())
    if total < 20:
        return
    terminalreporter.write_sep("=", f"seconds by room: {total:.0f} of {2 * BUDGET} on two cores")
    for room, seconds in SPENT.most_common():
        terminalreporter.write_line(f"{seconds:7.1f}  {room}")
