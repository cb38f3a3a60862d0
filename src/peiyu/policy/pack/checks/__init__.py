"""Everything that is checked of a loaded pack: a tuple of pure functions, each Context → Problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from peiyu.policy.pack.checks.context import Context, Held, prepared
from peiyu.policy.pack.checks.coverage import check_cases
from peiyu.policy.pack.checks.dates import check_applies, check_parameters, check_texts
from peiyu.policy.pack.checks.meaning import check_limits, check_undefined, check_units
from peiyu.policy.pack.checks.programme import CHECKS_OF_PROGRAMME
from peiyu.policy.pack.checks.programme.clauses import check_clauses
from peiyu.policy.pack.checks.programme.targets import check_parts, check_targets
from peiyu.policy.pack.checks.references import check_circles, check_open, check_unused
from peiyu.policy.pack.checks.tables import check_bands, check_choose
from peiyu.policy.pack.load import PackRegistry, read_pack
from peiyu.policy.pack.load.cases import fact_scope, read_cases
from peiyu.policy.pack.load.names import every_item
from peiyu.policy.pack.model import Pack, Statute
from peiyu.problems import Problem

Check = Callable[[Context], Iterator[Problem]]

CHECKS_OF_TEXT: tuple[Check, ...] = (
    check_units, check_undefined, check_limits, check_bands, check_choose, check_parameters, check_circles,
    check_unused, check_open, check_cases,
)  # fmt: skip
"""Asked of each text of a pack."""

CHECKS_OF_PACK: tuple[Check, ...] = (check_texts, check_applies)
"""Asked once of a pack."""

CHECKS: tuple[Check, ...] = (*CHECKS_OF_TEXT, *CHECKS_OF_PACK, *CHECKS_OF_PROGRAMME)


def check_pack(pack: Pack, *, registry: PackRegistry | None = None) -> tuple[Problem, ...]:
    """Every problem of a loaded pack and of its cases, in order of file and line; the packs that it uses are found
    in `registry` and not checked themselves."""
    held = registry or PackRegistry()
    used = _used(pack, held)
    cases, problems = read_cases(pack, used=used)
    found = [*problems]
    for text in pack.texts or (None,):
        context = prepared(Context(pack, text, fact_scope((pack, *used)), _objects(pack, text, used), cases))
        found += [one for check in CHECKS_OF_TEXT for one in check(context)]
    whole = Context(pack, None, fact_scope((pack, *used)), {}, cases)
    found += [one for check in CHECKS_OF_PACK for one in check(whole)]
    latest = pack.texts[-1] if pack.texts else None
    promised = prepared(Context(pack, latest, fact_scope((pack, *used)), _objects(pack, latest, used), cases))
    found += [one for check in CHECKS_OF_PROGRAMME for one in check(promised)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.where.file, one.where.line or 0, one.code)))


def check_goals(pack: Pack) -> tuple[Problem, ...]:
    """The problems with which no target is truly counted: goals that cannot be met, clauses that are not there. A pack
    without a mended text has no clauses to look up."""
    context = Context(pack, None, fact_scope((pack,)), {}, ())
    clauses = (check_clauses,) if pack.programme and pack.programme.clauses else ()
    return tuple(one for check in (*clauses, check_targets, check_parts) for one in check(context))


def _used(pack: Pack, registry: PackRegistry) -> tuple[Pack, ...]:
    loadings = [read_pack(name, registry=registry) for name in pack.uses]
    return tuple(one.pack for one in loadings if one.pack is not None)


def _objects(pack: Pack, text: Statute | None, used: tuple[Pack, ...]) -> dict[str, Held]:
    """Named objects by key: this text's first, then those of used packs (their latest text)."""
    held: dict[str, Held] = {}
    for one in (*(each for other in used for each in other.texts), *((text,) if text else ())):
        for section in (one.parameters, one.definitions, one.quantities, one.scores):
            held.update((each.key, each) for each in section.values())
        for score in one.scores.values():
            held.update((item.key, item) for item in every_item(score.items))
    return held


__all__ = ["CHECKS", "Check", "Context", "check_goals", "check_pack"]
