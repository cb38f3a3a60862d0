"""Clauses that a fair-competition review under today's rules would question, each with the reason.

The rules meant are the Regulation on Fair Competition Review (公平竞争审查条例, in force since 1 August 2024),
articles 8 to 11. A finding says that a review must look, not that the clause is unlawful.
"""

from __future__ import annotations

import re
from functools import cache

from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Page, Sentence
from peiyu.document.model import FairCompetitionFinding
from peiyu.problems import Text

WHY = {
    "moving_in": Text(
        "以迁入、落户或在本地注册为条件给予优惠，可能构成对特定经营者的选择性奖补或变相强制在本地投资，需公平竞争审查（条例第九条、第十条）",
        "an advantage depends on moving in, settling or registering locally: it may be a selective award or disguised "
        "pressure to invest locally and needs fair-competition review (Regulation, articles 9 and 10)",
    ),
    "tax_paid": Text(
        "以纳税额或财政贡献为依据给予奖补，可能构成没有法定依据的税收优惠或财政返还，需公平竞争审查（条例第十条）",
        "an award follows the tax paid or the contribution to the treasury: it may be a tax advantage without a basis "
        "in law and needs fair-competition review (Regulation, article 10)",
    ),
    "named_list": Text(
        "对名单内或指定的经营者给予支持，可能构成选择性、差异化的奖补，名单的产生须公开并经公平竞争审查（条例第八条、第十条）",
        "support goes to operators on a list or named ones: it may be selective; how the list is made must be public "
        "and reviewed (Regulation, articles 8 and 10)",
    ),
    "holdings": Text(
        "按所有制或持股情况区别对待经营者，需公平竞争审查（条例第八条、第十条）",
        "operators are treated differently by ownership or holdings: this needs fair-competition review (Regulation, "
        "articles 8 and 10)",
    ),
    "local_only": Text(
        "优先本地企业或产品，或限制迁出，可能限制商品、要素自由流动，需公平竞争审查（条例第九条）",
        "local firms or products come first, or moving out is restricted: this may hinder free movement and needs "
        "fair-competition review (Regulation, article 9)",
    ),
}
"""Kind → the reason, in both languages."""


def fair_competition(page: Page) -> tuple[FairCompetitionFinding, ...]:
    """Every sentence that gives something on such a ground; at most one finding of a kind in a sentence."""
    found: list[FairCompetitionFinding] = []
    for passage in page.passages:
        if passage.kind == "past":
            continue
        for sentence in passage.sentences:
            if sentence.words == passage.clause.heading:
                continue
            if not _gives().search(sentence.text, sentence.start, sentence.end):
                continue
            for kind, why in WHY.items():
                match = _first(sentence, kind)
                if match is not None:
                    anchor = page.anchor(passage.clause, *match.span())
                    found.append(FairCompetitionFinding(**anchor, kind=kind, why=why))  # type: ignore[arg-type]
    return tuple(found)


def _first(sentence: Sentence, kind: str) -> re.Match[str] | None:
    return _questioned(kind).search(sentence.text, sentence.start, sentence.end)


@cache
def _questioned(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(lexicon()[f"questioned.{kind}.words"]))


@cache
def _gives() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["questioned.gives"]))
