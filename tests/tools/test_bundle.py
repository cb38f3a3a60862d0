"""The offline bundle: what it holds, and that it installs and serves where there is no network."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from tests.cli.test_demo_served import two_free_ports
from tools.bundle import wheels
from tools.bundle.__main__ import FILES, LOCK, ROOT, checksums, lay_out, make, told
from tools.bundle.locked import Pinned, needed, read
from tools.bundle.platforms import PLATFORMS
from tools.bundle.sbom import sbom

LINES = """\
one==1.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via peiyu (pyproject.toml)
two-words==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:{a}
three==3.0 ; python_full_version < '3.12' \\
    --hash=sha256:{a}
""".format(a="a" * 64, b="b" * 64)


def test_a_lock_is_read_with_its_hashes_and_conditions() -> None:
    one, two, three = read(LINES)
    assert one == Pinned(name="one", version="1.0", hashes=("sha256:" + "a" * 64, "sha256:" + "b" * 64), marker="")
    assert [two.name, three.name] == ["two-words", "three"]
    assert read(one.line()) == (one,)


@pytest.mark.parametrize("line", ["one>=1.0 --hash=sha256:" + "a" * 64, "one==1.0"])
def test_what_is_not_pinned_with_hashes_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not pinned"):
        read(line)


def test_conditions_are_those_of_the_other_platform() -> None:
    names = {
        (platform, python): [one.name for one in needed(read(LINES), PLATFORMS[platform], python)]
        for platform in PLATFORMS
        for python in ("3.11", "3.13")
    }
    assert names["windows-x64", "3.11"] == ["one", "two-words", "three"]
    assert names["windows-x64", "3.13"] == ["one", "two-words"]
    assert names["linux-arm64", "3.11"] == ["one", "three"]
    assert names["linux-x64", "3.13"] == ["one"]


def test_the_lock_of_the_project_can_be_bundled() -> None:
    pinned = read(LOCK.read_text("utf-8"))
    assert {"django", "polars", "waitress"} <= {one.name for one in pinned}
    assert "tzdata" in {one.name for one in needed(pinned, PLATFORMS["windows-x64"], "3.11")}


def test_old_systems_get_wheels_that_they_can_load() -> None:
    asked = wheels.command(PLATFORMS["linux-arm64"], "3.11", Path("wanted.txt"), Path("wheels"))
    assert "manylinux_2_28_aarch64" in asked
    assert "manylinux_2_17_aarch64" in asked
    assert not any(tag.startswith("manylinux_2_3") for tag in asked)
    assert "--require-hashes" in asked


def test_what_has_no_wheel_is_left_out_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pip(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        wanted = Path(command[-1]).read_text("utf-8")
        lacks = "three==" in wanted
        said = "ERROR: No matching distribution found for three==3.0" if lacks else ""
        return subprocess.CompletedProcess(command, int(lacks), "", said)

    monkeypatch.setattr(wheels.subprocess, "run", pip)
    missing = wheels.fetch(read(LINES), PLATFORMS["linux-x64"], "3.11", tmp_path / "wheels")
    assert [one.name for one in missing] == ["three"]
    words = told(PLATFORMS["linux-x64"], missing, None)
    assert "three 3.0" in words["MISSING_ZH"]
    assert "three 3.0" in words["MISSING_EN"]


def test_anything_else_that_pip_says_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "THESE PACKAGES DO NOT MATCH THE HASHES")
    monkeypatch.setattr(wheels.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(RuntimeError, match="DO NOT MATCH"):
        wheels.fetch(read(LINES), PLATFORMS["linux-x64"], "3.11", tmp_path / "wheels")


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=lambda one: one.name)
def test_every_word_of_scripts_and_readme_is_filled_in(platform, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    words = {"VERSION": "1", "PLATFORM": platform.name, "PYTHON": "3.11", **told(platform, (), None)}
    lay_out(tmp_path, platform, words)
    names = {one.name for one in tmp_path.iterdir()}
    assert names == {
        "README.md",
        "LICENSE",
        *(("start.bat", "peiyu.bat") if platform.windows else ("start.sh", "peiyu.sh")),
    }
    for path in tmp_path.glob("[!L]*"):
        written = path.read_bytes()
        assert not re.search(rb"@[A-Z_]+@", written)
        assert (b"\r\n" in written) == platform.windows


def test_neither_tools_nor_samples_name_a_registry() -> None:
    for path in (*FILES.parent.rglob("*"), *(ROOT / "deploy").iterdir()):
        if path.is_file() and path.suffix != ".pyc":
            assert not re.search(r"pypi\.|docker\.io|quay\.io|ghcr\.io|mirrors?\.", path.read_text("utf-8")), path


def test_the_parts_are_listed_with_version_hash_and_licence(tmp_path: Path) -> None:
    wheel = tmp_path / "some_thing-1.2-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        told_ = "Metadata-Version: 2.4\nName: Some_Thing\nVersion: 1.2\nLicense-Expression: MIT\n"
        archive.writestr("some_thing-1.2.dist-info/METADATA", told_)
    listed = json.loads(sbom([wheel], name="peiyu", version="1"))
    assert (listed["bomFormat"], listed["metadata"]["component"]["name"]) == ("CycloneDX", "peiyu")
    part = listed["components"][0]
    assert part["purl"] == "pkg:pypi/some-thing@1.2"
    assert part["licenses"] == [{"expression": "MIT"}]
    assert part["hashes"][0]["content"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of this platform, made and unpacked."""
    place = tmp_path_factory.mktemp("bundle")
    archive = make(PLATFORMS["linux-x64"], f"{sys.version_info.major}.{sys.version_info.minor}", place / "out")
    with tarfile.open(archive) as opened:
        opened.extractall(place, filter="data")
    archive.unlink()
    return next(one for one in place.iterdir() if one.name.startswith("peiyu-"))


def alone(*words: str) -> list[str]:
    """A command where there is no network, as far as this machine lets us."""
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode == 0:
        return [unshare, "-rn", "sh", "-c", 'ip link set lo up 2>/dev/null; exec "$@"', "sh", *words]
    return list(words)


def cut_off() -> dict[str, str]:
    """An environment in which pip reaches nothing."""
    dead = "http://127.0.0.1:9"
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("PEIYU_", "DJANGO_", "PIP_", "PYTHON"))
    }
    return {**kept, "PIP_NO_INDEX": "1", "http_proxy": dead, "https_proxy": dead}


@pytest.mark.slow
def test_it_installs_without_a_network(unpacked: Path) -> None:
    done = subprocess.run(
        alone(str(unpacked / "peiyu.sh"), "--version"), env=cut_off(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "peiyu" in done.stdout
    listed = json.loads((unpacked / "sbom.cdx.json").read_text("utf-8"))
    held = {one.name for one in (unpacked / "wheels").iterdir()}
    assert {part["properties"][0]["value"] for part in listed["components"]} == held
    shutil.rmtree(unpacked / "venv", ignore_errors=True)
    said = (unpacked / "sha256.txt").read_text("utf-8")
    assert said == checksums_without(unpacked, "sha256.txt")


def checksums_without(folder: Path, name: str) -> str:
    return "".join(line for line in checksums(folder).splitlines(keepends=True) if not line.endswith(f"  {name}\n"))


@pytest.mark.slow
def test_it_serves(unpacked: Path, tmp_path: Path) -> None:
    port = two_free_ports()
    running = subprocess.Popen(
        [str(unpacked / "start.sh"), "--port", str(port)],
        env={**cut_off(), "PEIYU_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until, well = time.monotonic() + 300, False
        while not well and time.monotonic() < until and running.poll() is None:
            time.sleep(0.5)
            well = healthy(port)
        assert well, running.communicate()
    finally:
        running.terminate()
        running.communicate(timeout=60)


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(json.load(answer)["ok"])
    except OSError:
        return False
