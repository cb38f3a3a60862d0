"""What tests of the application share: a data folder of their own, actors of every role, a small made-up place."""

from __future__ import annotations

import pytest

from peiyu.web.accounts.actor import Actor
from peiyu.web.accounts.roles import Role


@pytest.fixture
def office() -> Actor:
    """The office, without a person in the database."""
    return Actor(person=None, name="周办", role=Role.OFFICE, post=1)
