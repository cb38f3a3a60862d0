"""What accounts asks the registry: which enterprise people mean by a code."""

from __future__ import annotations

from peiyu.web.accounts.firms import Firm, enter
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.queries.find import of_code


@enter
def firm(actor: Actor, code: str) -> Firm | None:
    """The enterprise of a whole code that the actor may know of."""
    found = of_code(actor, code)
    if found is None:
        return None
    return Firm(key=found.key, name=found.name, areas=frozenset(filter(None, (found.park, found.district))))
