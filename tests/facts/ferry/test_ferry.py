"""Packages: sealed, opened where the sender is trusted, refused when anything of them was changed."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.facts.ferry import Package, PublicKey, SigningKey, open_sealed, seal
from peiyu.problems import InputError

DAY = dt.date(2026, 5, 31)
KEY, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)


def package(**parts: bytes) -> Package:
    named = {name.replace("_", "."): held for name, held in parts.items()}
    return Package(kind="round", subject="2026-05-02", sender="领导小组办公室", made_on=DAY, parts=named, to="甲园")


def written(folder: Path, held: bytes) -> Path:
    path = folder / "收表.peiyu"
    path.write_bytes(held)
    return path


def rewritten(path: Path, **changes: bytes | None) -> None:
    """The zip with some entries changed, added or (None) taken out."""
    with zipfile.ZipFile(path) as archive:
        held: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in (held | {name.replace("_", "."): part for name, part in changes.items()}).items():
            if part is not None:
                archive.writestr(name, part)


def code_of(path: Path, *trusted: PublicKey) -> str:
    with pytest.raises(InputError) as fault:
        open_sealed(path, trusted)
    return fault.value.problems[0].code


def test_what_was_sealed_is_opened_whole(tmp_path: Path) -> None:
    sent = package(round_json=b'{"a": 1}', units_json="甲园".encode())
    found = open_sealed(written(tmp_path, seal(sent, KEY)), [OTHER.public, KEY.public])
    assert found.package == sent
    assert found.key == KEY.public
    assert found.package.json("round.json") == {"a": 1}


@given(st.dictionaries(st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,20}\Z"), st.binary(max_size=200), max_size=4))
def test_the_same_contents_are_the_same_package(parts: dict[str, bytes]) -> None:
    parts = {name: held for name, held in parts.items() if name not in ("manifest.json", "signature")}
    one = Package(kind="answers", subject="x", sender="甲", made_on=DAY, parts=parts)
    other = Package(kind="answers", subject="x", sender="甲", made_on=DAY, parts=dict(reversed(parts.items())))
    assert seal(one, KEY) == seal(other, KEY)
    assert seal(one, KEY) != seal(one, OTHER)


def test_ids_tell_contents_apart(tmp_path: Path) -> None:
    ids = {
        open_sealed(written(tmp_path, seal(package(a_json=held), KEY)), [KEY.public]).id for held in (b"1", b"2", b"1")
    }
    assert len(ids) == 2


def test_a_stranger_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, seal(package(a_json=b"1"), OTHER))
    assert code_of(path, KEY.public) == "ferry-stranger"
    assert code_of(path) == "ferry-stranger"


@pytest.mark.parametrize(
    "changes", [{"a_json": b"2"}, {"b_json": b"1"}, {"a_json": None}, {"signature": bytes(64)}], ids=str
)
def test_what_was_changed_is_refused(tmp_path: Path, changes: dict[str, bytes | None]) -> None:
    path = written(tmp_path, seal(package(a_json=b"1"), KEY))
    rewritten(path, **changes)
    assert code_of(path, KEY.public) == "ferry-tampered"


def test_a_manifest_in_another_name_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, seal(package(a_json=b"1"), OTHER))
    with zipfile.ZipFile(path) as archive:
        said = json.loads(archive.read("manifest.json"))
    rewritten(path, manifest_json=json.dumps(said | {"key": KEY.public.text}).encode())
    assert code_of(path, KEY.public) == "ferry-tampered"


@pytest.mark.parametrize("held", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", "没有".encode()])
def test_what_is_no_package_is_said_to_be_none(tmp_path: Path, held: bytes) -> None:
    assert code_of(written(tmp_path, held), KEY.public) == "ferry-damaged"


def test_a_half_package_is_refused(tmp_path: Path) -> None:
    whole = seal(package(a_json=b"x" * 5000), KEY)
    assert code_of(written(tmp_path, whole[: len(whole) // 2]), KEY.public) == "ferry-damaged"


def test_a_later_version_is_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path, seal(package(a_json=b"1"), KEY))
    with zipfile.ZipFile(path) as archive:
        said = json.loads(archive.read("manifest.json"))
    rewritten(path, manifest_json=json.dumps(said | {"format": 2}).encode())
    assert code_of(path, KEY.public) == "ferry-newer"


def test_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = written(tmp_path, seal(package(a_json=b"1"), KEY))
    rewritten(path, **{f"n{number}": b"" for number in range(2_001)})
    assert code_of(path, KEY.public) == "ferry-too-large"


@pytest.mark.parametrize("name", ["../up", "a/b", "A.json", "manifest.json", "signature", ""])
def test_names_that_no_package_has(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        seal(Package(kind="x", subject="x", sender="x", made_on=DAY, parts={name: b""}), KEY)


def test_keys_are_handed_on_as_text() -> None:
    key = SigningKey.new()
    assert SigningKey.parse(key.text) == key
    assert PublicKey.parse(f"  {key.public.text}\n") == key.public
    assert key.public.fits(key.sign(b"x"), b"x")
    assert not key.public.fits(key.sign(b"x"), b"y")
    assert key.text not in repr(key)
    assert len(key.public.fingerprint) == 19


@pytest.mark.parametrize("text", ["", "abc", "peiyu-public-", "peiyu-public-AAAA", "peiyu-private-" + "A" * 43])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InputError) as fault:
        PublicKey.parse(text)
    assert fault.value.problems[0].code == "ferry-key-unreadable"


def test_a_missing_part_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as fault:
        package(a_json=b"no json").json("a.json")
    assert fault.value.problems[0].code == "ferry-part"
    with pytest.raises(InputError):
        package().json("a.json")
