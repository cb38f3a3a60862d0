"""The walls inside the application that import-linter cannot say (docs/explanation/web.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

WEB = Path(__file__).resolve().parents[2] / "src" / "peiyu" / "web"
OWN = [one for one in apps.get_app_configs() if one.name.startswith("peiyu.web.")]


@pytest.mark.django_db
def test_migrations_are_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def modules() -> Iterator[Path]:
    yield from (path for path in WEB.rglob("*.py") if path.parent.name != "migrations")


def test_only_the_clock_reads_the_clock() -> None:
    readers = {"now", "today", "localdate", "utcnow"}
    found = [
        f"{path.relative_to(WEB)}:{node.lineno}"
        for path in modules()
        if path.name != "clock.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in readers
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "clock")
    ]
    assert found == []


def test_actions_and_queries_never_see_a_request() -> None:
    found = [
        str(path.relative_to(WEB))
        for path in modules()
        if {"actions", "queries"} & {path.stem, path.parent.name}
        and any(
            isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("django.http")
            and {name.name for name in node.names} - {"Http404"}
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
        )
    ]
    assert found == []


def test_models_have_no_save_of_their_own_and_there_are_no_signals() -> None:
    found = [
        f"{path.relative_to(WEB)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.FunctionDef) and node.name == "save" and "models" in str(path.relative_to(WEB)))
        or (isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""))
    ]
    assert found == []


@pytest.mark.parametrize("app", OWN, ids=lambda one: one.label)
def test_an_app_with_pages_has_its_rules_in_one_place(app: object) -> None:
    folder = Path(app.path)  # type: ignore[attr-defined]
    has_pages = (folder / "pages.py").exists() or (folder / "pages").is_dir()
    decided_by_owners = {"look", "notes"}  # their pages show what another app's rules let through
    if has_pages and folder.name not in decided_by_owners:
        assert (folder / "access.py").exists() or (folder / "access").is_dir(), folder.name


def addresses(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, here)
        else:
            yield here


def test_no_address_stands_for_two_pages() -> None:
    found = [one for one in addresses() if not one.startswith("api/")]  # there a method makes the difference
    assert sorted(found) == sorted(set(found))
