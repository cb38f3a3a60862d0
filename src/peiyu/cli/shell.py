"""The `peiyu` command: finds the commands, turns what goes wrong into sentences and exit codes.

Exit codes: 0 done (a verdict of any kind is done) · 1 errors in what was given, nothing written · 2 misuse ·
70 a fault of Peiyu itself · 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from peiyu.cli.misuse import no_such_command, of_misuse
from peiyu.cli.say import Voice
from peiyu.problems import InternalError, PeiyuError, Problem, Text, UsageError, Where

DONE, FAULTY_INPUT, MISUSE, OUR_FAULT, STOPPED = 0, 1, 2, 70, 130

COMMANDS: dict[str, str] = {
    "checkup": "checkup:checkup",
    "packs": "packs:packs",
    "check": "packs:check",
    "cases": "packs:cases",
    "facts": "facts:facts",
    "evaluate": "evaluate:evaluate",
    "explain": "ask:explain",
    "path": "ask:path",
    "nearest": "ask:nearest",
    "simulate": "compare:simulate",
    "diff-definitions": "compare:diff_definitions",
    "targets": "targets:targets",
    "statistics": "statistics:statistics",
    "allocate": "allocate:allocate_",
    "read": "read:read",
    "madeup": "madeup:madeup",
    "brief": "brief:brief",
    "form": "form:form",
    "demo": "demo:demo",
    "serve": "serve:serve",
    "worker": "serve:worker",
    "backup": "installation:backup",
    "restore": "installation:restore",
    "person": "installation:person",
}
"""Command → module of `peiyu.cli.commands` and its click command; a module is imported when it is called."""


class Commands(click.Group):
    """The commands, imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """UsageError naming the nearest commands where there is none of this name."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise no_such_command(args[0], COMMANDS)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(f"peiyu.cli.commands.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="peiyu", prog_name="peiyu")
def peiyu() -> None:
    """培育：把政策条件写成数据，给企业逐条预判、说明缺什么、指出怎样上去。

    Peiyu: the policy as data; every enterprise classified, told why, and shown its way up.
    """


def wants(arguments: Sequence[str], option: str) -> str:
    """The value of an option before click has parsed anything ('' when absent)."""
    for place, argument in enumerate(arguments):
        if argument == option:
            return arguments[place + 1] if place + 1 < len(arguments) else ""
        if argument.startswith(option + "="):
            return argument.partition("=")[2]
    return ""


def of_the_machine(error: OSError) -> Problem:
    """What the operating system refused, as a problem: a full disk, a missing right, a file in use."""
    where = Where(str(error.filename or ""))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(
            "disk-full", Text("磁盘已满，未写出任何结果", "the disk is full; nothing was written"), where,
            next_step=Text("腾出空间或换一个输出位置后重试", "free some space or choose another place, then try again"),
        )  # fmt: skip
    if isinstance(error, PermissionError):
        return Problem(
            "no-permission",
            Text(
                "没有权限读写，或文件正被其他程序打开",
                "it may not be read or written, or another program holds it open",
            ),
            where,
            next_step=Text(
                "关闭打开它的程序，或换一个位置", "close the program that holds it, or choose another place"
            ),
        )
    if isinstance(error, FileNotFoundError):
        return Problem(
            "no-such-file", Text("找不到该文件", "there is no such file"), where,
            next_step=Text("核对文件名和所在文件夹", "check the name and the folder"),
        )  # fmt: skip
    return Problem("file-trouble", Text("读写文件失败", "a file could not be read or written"), where, found=str(error))


def of_ourselves(error: Exception) -> Problem:
    return Problem(
        "internal-error",
        Text("培育程序自身出错，不是您的数据的问题", "a fault of Peiyu itself, not of your data"),
        found=f"{type(error).__name__}: {error}",
        next_step=Text(
            "设置 PEIYU_TRACEBACK=1 后重试，把输出发给维护者",
            "set PEIYU_TRACEBACK=1, try again and send the output to the maintainers",
        ),
    )


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and gives its exit code; never a traceback for what the user gave."""
    voice = Voice(lang=wants(arguments, "--lang") or "zh", as_json="--json" in arguments)
    try:
        left = peiyu.main(args=list(arguments), prog_name="peiyu", standalone_mode=False)
        return left if isinstance(left, int) else DONE  # a command that leaves early leaves its exit code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return MISUSE
    except click.UsageError as error:
        voice.problems((of_misuse(error),), failed=True)
        return MISUSE
    except (click.Abort, KeyboardInterrupt):
        voice.aside(Text("已停止，未写出任何结果", "stopped; nothing was written"))
        return STOPPED
    except PeiyuError as error:
        voice.problems(error.problems, failed=True)
        return {UsageError: MISUSE, InternalError: OUR_FAULT}.get(type(error), FAULTY_INPUT)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 -- the reader left; stay quiet at exit
        return DONE
    except OSError as error:
        voice.problems((of_the_machine(error),), failed=True)
        return FAULTY_INPUT
    except Exception as error:
        if os.environ.get("PEIYU_TRACEBACK"):
            traceback.print_exc()
        voice.problems((of_ourselves(error),), failed=True)
        return OUR_FAULT


def main() -> None:
    """The entry point of the package."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))
