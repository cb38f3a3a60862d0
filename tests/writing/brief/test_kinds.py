"""Every kind of issue is composed of the same figures, and each of them is the register's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from peiyu.insight.figures import KeyFirm, Measured
from peiyu.insight.measure import open_figure
from peiyu.paper.brief.values import Brief, Kind, Number, Paragraph
from peiyu.paper.brief.verify import verify
from peiyu.paper.brief.write import write
from peiyu.problems import InputError, Text
from peiyu.writing.brief.agree import agreement, id_of, key_of, refuse_differences
from peiyu.writing.brief.compose import COMPOSED, compose
from peiyu.writing.brief.erratum import Wanted, compose_erratum, corrections
from peiyu.writing.brief.gather import newcomers, unnamed
from peiyu.writing.brief.material import Form, Material
from peiyu.writing.brief.tags import figures_of, key_of_tag, listed
from peiyu.writing.register import FigureKey, Held, Register, register


def issue(material: Material, kind: Kind, *, lang: str = "zh", form: Form = Form.SHORT) -> Brief:
    order = replace(material.order, kind=kind, lang=lang, form=form)  # type: ignore[arg-type]
    return compose(replace(material, order=order))


def changed(found: Register, code: str, measure: str, value: Fraction) -> Register:
    key = FigureKey(code, measure)
    held = found.figures[key]
    other = Held(value=value, unit=held.unit, definition=held.definition)
    return replace(found, figures={**found.figures, key: other})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", COMPOSED)
def test_every_kind_agrees_with_the_register(material: Material, kind: Kind, lang: str) -> None:
    made = issue(material, kind, lang=lang)
    found = agreement(made.numbers(), register(material.measured))
    assert found.differs == ()
    assert found.agree > 15
    assert not any(id_.endswith((".total", ".rate", ".goal")) for id_ in found.apart)


@pytest.mark.parametrize("kind", [Kind.PROGRESS, Kind.MONTHLY, Kind.TALK])
def test_the_new_kinds_are_locked_wholly(material: Material, kind: Kind, tmp_path: Path) -> None:
    written = write(issue(material, kind), tmp_path / "out.docx")
    assert verify(written.path, written.snapshot).sound
    assert not [one for one in written.problems if one.code == "number-not-locked" and kind is Kind.TALK]


def test_what_a_leader_says_names_no_enterprise(material: Material) -> None:
    text = "".join(
        piece
        for block in issue(material, Kind.TALK).items
        if isinstance(block, Paragraph)
        for piece in block.pieces
        if isinstance(piece, str)
    )
    assert "公司" not in text


def test_a_difference_refuses_the_issue_and_names_the_figure(material: Material) -> None:
    made, found = issue(material, Kind.BRIEF), register(material.measured)
    held = found.figures[FigureKey("new_sme", "total")].value
    assert held is not None
    with pytest.raises(InputError) as refused:
        refuse_differences(made, changed(found, "new_sme", "total", held + 1))
    (problem,) = refused.value.problems
    assert problem.code == "brief-disagrees"
    assert "new_sme.total" in problem.found
    assert str(held + 1) in problem.found


def test_ids_of_issues_name_figures_of_the_register(material: Material) -> None:
    found = register(material.measured)
    for key in found.figures:
        if not key.group:
            assert key_of(id_of(key, found)) == key
    assert key_of("targets.count") is None
    assert key_of("bridge.closing") is None


def test_an_erratum_tells_each_figure_before_and_after(material: Material, tmp_path: Path) -> None:
    found = register(material.measured)
    written = write(issue(material, Kind.BRIEF), tmp_path / "issue.docx")
    assert corrections(written.snapshot, found) == ()
    held = found.figures[FigureKey("new_sme", "total")].value
    assert held is not None
    later = changed(found, "new_sme", "total", held + 3)
    (one,) = corrections(written.snapshot, later)
    assert (one.issued.value, one.after) == (held, held + 3)
    wanted = Wanted(name="简报", title="进展", number="津简2012-09勘1", issue="第9期", issuer="办公室", why="三户补录",
                    date=material.day)  # fmt: skip
    sheet = write(compose_erratum(wanted, (one,), later), tmp_path / "erratum.docx")
    ids: dict[str, Number] = {id_: locked.number for id_, locked in sheet.snapshot.figures.items()}
    assert (ids["new_sme.total#issued"].value, ids["new_sme.total"].value) == (held, held + 3)
    assert verify(sheet.path, sheet.snapshot).sound


def test_tags_name_figures_by_name_or_code(material: Material) -> None:
    found = register(material.measured)
    name = found.names["new_sme"].zh
    park = next(iter(found.groups["park"].parts))
    assert key_of_tag(name, found) == FigureKey("new_sme")
    assert key_of_tag(f"{name}.完成率", found) == FigureKey("new_sme", "rate")
    assert key_of_tag("new_sme.rate", found) == FigureKey("new_sme", "rate")
    assert key_of_tag(f"{name}.{park}", found) == FigureKey("new_sme", "total", "park", park)
    assert key_of_tag(f"{name}.没有的园", found) is None
    assert key_of_tag("没有的指标.累计", found) is None
    brings = figures_of(found, lang="zh")
    number = brings(f"{name}.累计")
    assert number is not None
    assert (number.id, number.value) == ("new_sme.total", found.figures[FigureKey("new_sme")].value)
    assert all(key_of_tag(one.word, found) is not None for one in listed(found))


def test_who_became_confidential_is_counted_and_not_named(material: Material) -> None:
    measured = material.measured
    code, one = next((code, one) for code, one in measured.targets.items() if one.outlook is not None)
    assert one.outlook is not None
    firms = tuple(KeyFirm(enterprise=key, code="", name=f"企业{key}", chance=0.5, why=Text("", "")) for key in (1, 2))
    told = replace(one, outlook=replace(one.outlook, key_firms=firms))
    hidden = unnamed(replace(measured, targets={**measured.targets, code: told}), frozenset({1}))
    left = hidden.targets[code].outlook
    assert left is not None
    assert [firm.enterprise for firm in left.key_firms] == [2]
    assert hidden.targets[code].actual == one.actual
    assert material.new
    for code, names in material.new.items():
        target = measured.targets[code]
        assert newcomers(measured, target) == names
        assert newcomers(measured, target, everybody(measured, code)) == ()


def everybody(measured: Measured, code: str) -> frozenset[int]:
    return frozenset(record.enterprise for record in open_figure(measured, f"target:{code}"))
