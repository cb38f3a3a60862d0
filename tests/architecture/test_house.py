"""The walls, the sizes and the words of the house (DESIGN: direction, names, sizes and documentation are tests)."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "peiyu"
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "services", "misc"}


def python_files() -> list[Path]:
    """Every module but the migrations, which Django writes."""
    found = (p for folder in (SOURCE, ROOT / "bench") for p in folder.rglob("*.py"))
    return sorted(p for p in found if p.parent.name != "migrations")


def test_imports_go_one_way() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def test_no_logic_file_passes_four_hundred_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in python_files() if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(p.relative_to(ROOT)) for p in python_files() if p.stem in FORBIDDEN_NAMES] == []


def test_packs_hold_no_python() -> None:
    code = [p.name for p in (SOURCE / "packs").rglob("*") if p.is_file() and p.suffix not in {".yaml", ".md", ".txt"}]
    assert code == []


@pytest.mark.parametrize("path", python_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    first = path.read_text("utf-8").lstrip()
    assert not first or first.startswith('"""'), f"{path.relative_to(ROOT)} has no docstring"
    assert not first.startswith('""""""'), f"{path.relative_to(ROOT)} has an empty docstring"


def glossary_rows() -> list[tuple[str, str, str]]:
    text = (ROOT / "GLOSSARY.md").read_text("utf-8")
    return re.findall(r"^\| ([a-z0-9 /-]+) \| ([^|]+) \| `([^`]+)` \|", text, flags=re.M)


def test_glossary_words_stand_where_it_says() -> None:
    rows = glossary_rows()
    assert len(rows) >= 30
    absent = [f"{word} → {place}" for word, _, place in rows if not (ROOT / place).exists()]
    assert absent == []


def test_glossary_has_each_word_once() -> None:
    words = [word for word, _, _ in glossary_rows()]
    assert sorted(words) == sorted(set(words))


def test_locks_have_hashes_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert "index-url" not in text
        pinned = re.findall(r"^[a-z0-9A-Z._-]+(?:\[[^\]]+\])?==", text, flags=re.M)
        assert len(pinned) >= 20
        for block in re.split(r"\n(?=[a-zA-Z0-9])", text.strip()):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_every_runtime_dependency_is_declared_with_a_floor() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert all(re.search(r">=|==", d) for d in project["dependencies"])


def test_decision_records_are_numbered_and_say_what_was_refused() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert len(records) >= 17
    for record in records:
        text = record.read_text("utf-8")
        assert re.match(r"^\d{4}-[a-z0-9-]+\.md$", record.name), record.name
        assert re.match(r"^# \d{4} ", text), record.name
        assert "## Refused" in text, record.name


def test_readmes_tell_the_same_commands_in_both_languages() -> None:
    found = [
        re.findall(r"^\s*(make [a-z-]+|peiyu [a-z-]+)", (ROOT / n).read_text("utf-8"), flags=re.M)
        for n in ("README.md", "README.zh-CN.md")
    ]
    assert found[0] == found[1]
    assert "make demo" in found[0]
    assert "make test" in found[0]
