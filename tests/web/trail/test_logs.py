"""The log: JSON a line, a file a day, nothing personal, kept at least half a year."""

from __future__ import annotations

import datetime as dt
import json
import logging
import logging.config
from pathlib import Path

import pytest

from peiyu.web.trail.logs import AsJson, DayFile, forget, logging_to, scrubbed


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("peiyu.trial", logging.ERROR, __file__, 1, message, args, info)


@pytest.mark.parametrize(
    "personal",
    ["13800138000", "110101199003077758", "11010119900307775X", "91120116MA00000000"[:18], "zhang.san@example.cn"],
)
def test_what_tells_of_a_person_is_left_out(personal: str) -> None:
    line = AsJson().format(record("could not take %s in", personal))
    assert personal not in line or not personal.isascii()
    assert scrubbed("DETAIL:  Key (sign_in)=(zhangsan) already exists.") == ""


def test_an_error_tells_where_it_arose_and_not_what_was_in_it() -> None:
    try:
        raise ValueError("phone 13800138000\nDETAIL: Key (name)=(张三)")
    except ValueError as error:
        told = json.loads(AsJson().format(record("failed", error=error)))
    assert told["error"] == "ValueError"
    assert told["why"] == "phone …"
    assert told["where"][-1].startswith("test_logs.py:")
    assert {"at", "level", "logger", "process", "said"} <= set(told)


def test_lines_go_into_the_file_of_the_day(tmp_path: Path) -> None:
    handler = DayFile(str(tmp_path / "logs"))
    handler.setFormatter(AsJson())
    for number in range(3):
        handler.handle(record("line %s", number))
    (file,) = (tmp_path / "logs").iterdir()
    assert file.name == f"peiyu-{dt.datetime.now(dt.UTC).date()}.jsonl"
    assert [json.loads(line)["said"] for line in file.read_text().splitlines()] == ["line 0", "line 1", "line 2"]


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    (tmp_path / "logs").write_text("a file where the folder should be")
    DayFile(str(tmp_path / "logs")).handle(record("line"))


@pytest.mark.parametrize(("keep", "left"), [(0, 2), (183, 2), (400, 3)])
def test_half_a_year_is_always_kept(tmp_path: Path, keep: int, left: int) -> None:
    today = dt.date(2026, 11, 22)
    for days in (0, 183, 184):
        (tmp_path / f"peiyu-{today - dt.timedelta(days=days)}.jsonl").write_text("")
    (tmp_path / "notes.txt").write_text("")
    forget(tmp_path, today=today, keep_days=keep)
    assert len(list(tmp_path.glob("peiyu-*"))) == left
    assert (tmp_path / "notes.txt").exists()


def test_django_takes_the_settings(tmp_path: Path) -> None:
    logging.config.DictConfigurator(logging_to(tmp_path))
    assert logging_to(tmp_path)["handlers"]["file"]["level"] == "INFO"
