"""Templates: refused with the place of what is wrong, kept when every tag is known, used when an issue is composed."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.briefs.conftest import PACK, by_hand, client_of, person, refused

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.briefs.actions import templates
from peiyu.web.briefs.actions.composing import Wish, keep_file, refuse_wish
from peiyu.web.briefs.models import Template
from peiyu.web.look.refusal import Refusal

pytestmark = pytest.mark.django_db


def written(tmp_path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(str(tmp_path / "本局版式.docx"))
    return tmp_path / "本局版式.docx"


def test_every_wrong_tag_is_told_with_its_place_and_nothing_is_kept(composer: Actor, tmp_path: Path) -> None:
    by_hand(composer)
    path = written(tmp_path, "{{标题}}", "累计{{新增科技小巨人企业.累计}}，{{新增科技小巨人.累计}}", "{{正文")
    office = client_of(composer)
    sent = {"kind": "brief", "name": "本局", "file": SimpleUploadedFile(path.name, path.read_bytes())}
    answer = office.post("/briefs/templates/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "新增科技小巨人企业.累计" in page or "新增科技小巨人企业" in page
    assert "本局" in page
    assert not Template.objects.exists()
    macros = {**sent, "file": SimpleUploadedFile("a.docm", b"PK")}
    assert "宏" in office.post("/briefs/templates/", macros).content.decode()
    with pytest.raises(Refusal) as refusal:
        templates.keep_template(composer, pack=PACK, kind="brief", name="本局", kept=keep_file(path))
    assert [one.code for one in refusal.value.problems] == ["template-tag-broken", "template-tag-unknown"]
    assert "正文第3段" in str(refusal.value.problems[0].where)


def test_a_template_is_kept_used_and_retired(composer: Actor, tmp_path: Path) -> None:
    by_hand(composer)
    path = written(tmp_path, "{{标题}}", "累计{{新增科技小巨人企业.累计}}", "{{节：目标进展}}", "{{正文}}")
    made = templates.keep_template(composer, pack=PACK, kind="brief", name=" 本局 ", kept=keep_file(path))
    assert made.tags == ["标题", "新增科技小巨人企业.累计", "节：目标进展", "正文"]
    refuse_wish(Wish(template=made.pk), "brief")
    for kind, wish in (("notice", Wish(template=made.pk)), ("brief", Wish(template=0 + made.pk + 1))):
        refused(lambda kind=kind, wish=wish: refuse_wish(wish, kind), "template-unknown")
    kept = keep_file(path)
    refused(
        lambda: templates.keep_template(composer, pack=PACK, kind="brief", name="本局", kept=kept), "template-there"
    )
    refused(lambda: templates.keep_template(composer, pack=PACK, kind="brief", name=" ", kept=kept), "name-missing")
    refused(lambda: templates.keep_template(composer, pack=PACK, kind="x", name="甲", kept=kept), "kind-unknown")
    assert client_of(composer).post(f"/briefs/templates/{made.pk}/retire/").status_code == 302
    refused(lambda: refuse_wish(Wish(template=made.pk), "brief"), "template-unknown")
    templates.keep_template(composer, pack=PACK, kind="brief", name="本局", kept=kept)


@pytest.mark.parametrize("kind", ["brief", "notice", "progress", "monthly", "talk"])
def test_the_sample_passes_the_check(composer: Actor, kind: str, tmp_path: Path) -> None:
    by_hand(composer)
    office = client_of(composer)
    assert office.get(f"/briefs/templates/sample/{kind}/?lang=en").status_code == 200
    answer = office.get(f"/briefs/templates/sample/{kind}/?lang=zh")
    assert answer.status_code == 200
    path = tmp_path / "sample.docx"
    path.write_bytes(answer.content)
    made = templates.keep_template(composer, pack=PACK, kind=kind, name="样板", kept=keep_file(path))
    assert "正文" in made.tags
    assert client_of(person("王科", Role.DEPARTMENT)).get(f"/briefs/templates/sample/{kind}/").status_code == 404
