"""Whatever is sent to the API: no fault of the program, and every answer fits the description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.web.api.conftest import token_of

from peiyu.web.site.wsgi import application

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference"
DESCRIPTION = json.loads((REFERENCE / "openapi.json").read_text("utf-8"))
UNDECIDED = (positive_data_acceptance,)
"""No description says which files are ledgers."""

OPERATIONS = [(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods]


@pytest.fixture
def connection_stays() -> Iterator[None]:
    """A real server closes connections around a request; within the transaction of a test it must not."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("place", "connection_stays")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the client leaves uploads open
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_fits_the_description(path: str, method: str) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    head = {"Authorization": f"Bearer {token_of('bangongshi')}"}

    @settings(
        max_examples=40, deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=schema[path][method].as_strategy())
    def fuzz(case: Any) -> None:
        case.call_and_validate(headers=head, excluded_checks=UNDECIDED if method == "post" else ())

    fuzz()
