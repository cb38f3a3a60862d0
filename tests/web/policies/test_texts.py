"""A pack's text from draft to release: who may, what is refused, what never changes afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.web.policies.conftest import acting, person

from peiyu.problems import PackError
from peiyu.web import bridge
from peiyu.web.acting.roles import Role
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Notice
from peiyu.web.policies.actions import texts
from peiyu.web.policies.actions.definitions import lock
from peiyu.web.policies.models import DefinitionLock, PackText
from peiyu.web.policies.queries.definitions import definition
from peiyu.web.trail.models import Entry

PACK = "cn-gradient-2026"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]


def altered(text: PackText) -> str:
    """The criteria with another line of R&D."""
    return text.files["criteria.yaml"].replace("100万元", "200万元")


def released() -> tuple[PackText, object]:
    """A text that a second person released."""
    author, second = acting(person("起草", Role.OFFICE)), acting(person("复核", Role.OFFICE))
    text = texts.begin(author, pack=PACK)
    text = texts.edit(author, text.pk, version=text.version, file="criteria.yaml", content=altered(text))
    text = texts.submit(author, text.pk, version=text.version)
    return texts.release(second, text.pk, version=text.version), author


def test_a_release_by_a_second_person_is_what_the_bridge_reads_from_then_on() -> None:
    carried = bridge.pack_of(PACK).hash
    text, author = released()
    assert (text.state, text.releaser_name) == ("released", "复核")
    assert "+" in text.difference
    assert "200万元" in text.difference
    held = bridge.pack_of(PACK)
    assert held.hash != carried
    assert held.status == "released"
    texts.withdraw(author, text.pk, version=text.version, why="有误")  # type: ignore[arg-type]
    assert bridge.pack_of(PACK).hash == carried
    assert {"text.begin", "text.edit", "text.submit", "text.release", "text.withdraw"} <= set(
        Entry.objects.values_list("verb", flat=True)
    )


def test_the_author_does_not_release() -> None:
    author = acting(person("起草", Role.OFFICE))
    text = texts.begin(author, pack=PACK)
    text = texts.submit(author, text.pk, version=text.version)
    with pytest.raises(Refusal) as refused:
        texts.release(author, text.pk, version=text.version)
    assert refused.value.problems[0].code == "release-by-author"
    assert PackText.objects.get().state == "submitted"


def test_a_released_text_changes_no_more() -> None:
    text, author = released()
    before = PackText.objects.filter(pk=text.pk).values("files", "hash", "released_at", "releaser_name").get()
    for attempt in (
        lambda: texts.edit(author, text.pk, version=text.version, file="criteria.yaml", content=""),  # type: ignore[arg-type]
        lambda: texts.settle(author, text.pk, version=text.version, definition="D1", option="x"),  # type: ignore[arg-type]
        lambda: texts.submit(author, text.pk, version=text.version),  # type: ignore[arg-type]
        lambda: texts.release(author, text.pk, version=text.version),  # type: ignore[arg-type]
        lambda: texts.drop(author, text.pk, version=text.version),  # type: ignore[arg-type]
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.problems[0].code == "text-state"
    assert PackText.objects.filter(pk=text.pk).values("files", "hash", "released_at", "releaser_name").get() == before


def test_those_who_can_release_a_submitted_text_are_told() -> None:
    author, second = person("起草", Role.OFFICE), person("复核", Role.OFFICE)
    leader, park = person("领导", Role.LEADER), person("卫园", Role.PARK, area="东园")
    text = texts.begin(acting(author), pack=PACK)
    texts.submit(acting(author), text.pk, version=text.version)
    told = Notice.objects.filter(address=f"/policies/texts/{text.pk}/")
    assert set(told.values_list("person_id", flat=True)) == {second.pk, leader.pk}
    assert park.pk not in told.values_list("person_id", flat=True)
    assert "起草" in told[0].said["zh"]
    with pytest.raises(Refusal):
        texts.submit(acting(author), text.pk, version=99)
    assert told.count() == 2


def test_what_does_not_pass_the_check_of_a_release_is_not_submitted() -> None:
    author = acting(person("起草", Role.OFFICE))
    text = texts.begin(author, pack=PACK)
    broken = text.files["criteria.yaml"].replace("parameters:", "parametrs:", 1)
    text = texts.edit(author, text.pk, version=text.version, file="criteria.yaml", content=broken)
    with pytest.raises(Refusal) as refused:
        texts.submit(author, text.pk, version=text.version)
    first = refused.value.problems[0]
    assert (first.where.file, first.code) == ("criteria.yaml", "key-unknown")
    assert first.where.line is not None
    assert PackText.objects.get().state == "draft"


def test_of_two_who_edit_the_first_is_kept_and_the_second_told() -> None:
    author = acting(person("起草", Role.OFFICE))
    text = texts.begin(author, pack=PACK)
    texts.edit(author, text.pk, version=text.version, file="criteria.yaml", content=altered(text))
    with pytest.raises(Refusal) as refused:
        texts.edit(author, text.pk, version=text.version, file="criteria.yaml", content="# 别的")
    assert refused.value.problems[0].code == "text-changed"
    assert "200万元" in PackText.objects.get().files["criteria.yaml"]


def test_an_open_definition_is_settled_by_choosing_and_comments_stay() -> None:
    author = acting(person("起草", Role.OFFICE))
    text = texts.begin(author, pack="model-zone-2026")
    found = bridge.checking.check(text.pack, text.files).pack
    assert found is not None
    assert found.programme is not None
    open_ = next(one for one in found.programme.definitions.values() if one.open)
    local, option = open_.key.partition(".")[2], open_.options[-1].key
    comments = [line for line in text.files["programme.yaml"].splitlines() if line.startswith("#")]
    text = texts.settle(author, text.pk, version=text.version, definition=local, option=option)
    settled = bridge.checking.check(text.pack, text.files).pack
    assert settled is not None
    assert settled.programme is not None
    assert (settled.programme.definitions[local].open, settled.programme.definitions[local].default) == (False, option)
    assert [line for line in text.files["programme.yaml"].splitlines() if line.startswith("#")] == comments


def test_a_pack_that_there_is_not_begins_no_draft() -> None:
    with pytest.raises(PackError):
        texts.begin(acting(person("起草", Role.OFFICE)), pack="no-such-pack")
    assert not PackText.objects.exists()


def test_of_a_definition_one_option_is_locked_with_who_when_and_why(day: dt.date) -> None:
    texts.choose_territory(acting(person("主任", Role.OFFICE)), pack="tianjin-hitech-2012")
    found = definition("tianjin-hitech-2012.D1")
    assert found is not None
    assert found.chosen == "sales"
    office = acting(person("周办", Role.OFFICE))
    with pytest.raises(Refusal):
        lock(office, definition=found.key, option="output", why=" ")
    lock(office, definition=found.key, option="output", why="市统计局口径")
    lock(office, definition=found.key, option="income", why="改按总收入")
    assert DefinitionLock.objects.filter(until=None).count() == 1
    now = definition(found.key)
    assert now is not None
    assert now.lock is not None
    assert (now.chosen, now.lock.by_name, now.lock.why) == ("income", "周办", "改按总收入")
    assert bridge.asked("tianjin-hitech-2012").bound().chosen[found.key] == "income"
    assert bridge.asked("cn-hnte").bound().chosen.get(found.key) is None
