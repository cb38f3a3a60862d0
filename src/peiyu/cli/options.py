"""Options that many commands share, and the reading of their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from peiyu.cli.say import Voice
from peiyu.problems import Problem, Text, UsageError, Where

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A date as officials type it: 2026-06-30, 20260630, 2026年6月30日."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        for pattern in ("%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"):
            try:
                return dt.datetime.strptime(value, pattern).date()
            except ValueError:
                continue
        raise UsageError(
            Problem(
                "not-a-date", Text("不是日期，或没有这一天", "not a date, or there is no such day"),
                found=f"{param.opts[0] if param is not None else ''} {value}".strip(),
                accepted=Text("2026-06-30 这样的日期", "a date such as 2026-06-30"),
                next_step=Text("改写日期", "write the date anew"),
            )
        )  # fmt: skip


class Place(click.Path):
    """A file or folder; what does not fit is said as a problem."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as fault:
            raise UsageError(_misplaced(Path(value), wants_file=self.file_okay)) from fault


def _misplaced(path: Path, *, wants_file: bool) -> Problem:
    where = Where(str(path))
    step = Text("核对名称和所在文件夹", "check the name and where it is")
    if not path.exists():
        no_file, no_folder = Text("找不到该文件", "there is no such file"), Text("找不到该文件夹", "no such folder")
        return Problem("no-such-file", no_file if wants_file else no_folder, where, found=path.name, next_step=step)
    if path.is_dir() == wants_file:
        if wants_file:
            return Problem("place-unfit", Text("这里是文件夹", "this is a folder"), where,
                           accepted=Text("一个文件", "a file"), next_step=step)  # fmt: skip
        return Problem("place-unfit", Text("这里是文件", "this is a file"), where,
                       accepted=Text("一个文件夹", "a folder"), next_step=step)  # fmt: skip
    return Problem("no-permission", Text("没有权限读取", "it may not be read"), where, next_step=step)


DAY = Day()
EVENTS = ("new", "review", "standing")
FOLDER = Place(path_type=Path, file_okay=False)
FILE = Place(path_type=Path, dir_okay=False)
INPUT = Place(path_type=Path, exists=True, dir_okay=False)
FACTS = Place(path_type=Path, exists=True, file_okay=False)


def spoken(command: Command) -> Command:
    """--lang and --json, given to the command as one Voice."""

    def with_voice(*args: Any, lang: str, as_json: bool, **kwargs: Any) -> Any:
        return command(*args, voice=Voice(lang=lang, as_json=as_json), **kwargs)

    with_voice.__doc__, with_voice.__name__ = command.__doc__, command.__name__
    with_voice.__click_params__ = list(getattr(command, "__click_params__", ()))  # type: ignore[attr-defined]
    wrapped = click.option("--json", "as_json", is_flag=True, help="结果写成 JSON。Give the result as JSON.")(
        with_voice
    )
    return click.option(  # type: ignore[return-value]
        "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
        help="消息和文件的语言。Language of messages and files.",
    )(wrapped)  # fmt: skip


def strict(command: Command) -> Command:
    words = "有警告也算失败（退出码 1）。Warnings fail too (exit code 1)."
    return click.option("--strict", is_flag=True, help=words)(command)


KNOWN_AT = "只用此日及以前得知的数据，默认同数据截止日。Hides what became known later."
RULES_AT = "按此日有效的政策文本，默认同数据截止日。The date that chooses the text."
ACCEPT = "采信表：文件,工作表,单元格,理由（csv）。Quarantined cells to load all the same, each with a reason (csv)."
EVENT = "情形：新申报、复核、在册。New application, review, or standing."


def dated(command: Command) -> Command:
    """--as-of (required), --known-at, --rules-at, --event, --define, --no-stand-ins."""
    options = (
        click.option("--as-of", type=DAY, required=True, help="数据截止日。The date of the facts."),
        click.option("--known-at", type=DAY, help=KNOWN_AT),
        click.option("--rules-at", type=DAY, help=RULES_AT),
        click.option("--event", type=click.Choice(EVENTS), default="new", show_default=True, help=EVENT),
        click.option("--define", multiple=True, metavar="D=OPTION", help="选用口径。Chooses a definition's option."),
        click.option("--no-stand-ins", is_flag=True, help="不用代用口径。Uses no stand-in."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def pairs(written: tuple[str, ...], option: str) -> dict[str, str]:
    """`key=value` options as a mapping; raises a usage error naming the option."""
    made: dict[str, str] = {}
    for one in written:
        key, sign, value = one.partition("=")
        if not sign or not key or not value:
            raise click.UsageError(f"{option} {one}: 应写成 名称=取值 / expected name=value")
        made[key.strip()] = value.strip()
    return made
