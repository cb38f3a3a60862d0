"""What click refuses, said as a problem in both languages: unknown commands and options, missing or unfit values."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import click

from peiyu.problems import Problem, Text, UsageError


def of_misuse(error: click.UsageError) -> Problem:
    """The problem of a command line that click could not read."""
    if isinstance(error, click.NoSuchOption):
        return _problem("no-such-option", Text("没有这个选项", "there is no such option"), error, error.option_name,
                        accepted=_shown(error.possibilities or ()))  # fmt: skip
    if isinstance(error, click.MissingParameter):
        return _problem("argument-missing", Text("缺少必填的参数或选项", "an argument or option is missing"), error,
                        _named(error))  # fmt: skip
    if isinstance(error, click.BadParameter) and error.param is not None:
        kind = error.param.type
        accepted = None
        if isinstance(kind, click.Choice):
            accepted = _shown(map(str, kind.choices))
        elif isinstance(kind, click.IntRange):
            said = f"{kind.min if kind.min is not None else '…'}–{kind.max if kind.max is not None else '…'}"
            accepted = Text(f"整数 {said}", f"a whole number {said}")
        return _problem("option-unfit", Text("选项的取值不能接受", "the value of an option cannot be accepted"), error,
                        f"{_named(error)}: {error.message}", accepted=accepted)  # fmt: skip
    return _problem("misuse", Text("命令用法有误", "the command cannot be read"), error, error.format_message())


def no_such_command(word: str, known: Iterable[str]) -> UsageError:
    """The error for a command that there is not, naming the nearest."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    return UsageError(
        Problem(
            "no-such-command", Text("没有这个命令", "there is no such command"), found=word,
            accepted=_shown(near or names), next_step=Text("运行 peiyu --help 查看", "see peiyu --help"),
        )
    )  # fmt: skip


def _problem(
    code: str, message: Text, error: click.UsageError, found: str, *, accepted: Text | None = None
) -> Problem:  # fmt: skip
    path = error.ctx.command_path if error.ctx is not None else "peiyu"
    step = Text(f"运行 {path} --help 查看用法", f"see {path} --help")
    return Problem(code, message, found=found, accepted=accepted, next_step=step)


def _named(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return error.format_message()
    return " / ".join(param.opts) if isinstance(param, click.Option) else param.make_metavar(error.ctx)  # type: ignore[arg-type]


def _shown(words: Iterable[str]) -> Text | None:
    listed = list(words)
    return Text("、".join(listed), ", ".join(listed)) if listed else None
