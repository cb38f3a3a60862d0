"""The committed description of the API is current, and every answer fits it whatever is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peiyu.web.site.openapi import written

ROOT = Path(__file__).resolve().parents[3]


def test_the_committed_description_is_current() -> None:
    committed = (ROOT / "docs" / "reference" / "openapi.json").read_text("utf-8")
    assert committed == written(), "make reference"


def test_every_operation_says_what_it_does_and_may_refuse() -> None:
    for path, operations in json.loads(written())["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            assert {"401", "404", "422"} <= operation["responses"].keys(), path
            assert operation["security"], path


@pytest.mark.django_db
def test_the_description_is_served(client) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Peiyu"
