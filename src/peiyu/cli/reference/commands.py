"""The reference page of the command line, generated from the commands themselves.

`make reference` writes it with the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from peiyu.cli.shell import peiyu

WIDE: dict[str, Any] = {"max_content_width": 110, "terminal_width": 110}

HEAD = """# The commands

Generated from the commands by `make reference`; a test fails when it is not current.

Exit codes: 0 done · 1 errors in what was given, nothing written · 2 misuse · 70 a fault of Peiyu · 130 stopped.
"""


def pages(context: click.Context) -> Iterator[str]:
    """The help of a context's command and of those below it, as sections."""
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from pages(click.Context(found, parent=context, info_name=name, **WIDE))
        return
    lines = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield f"## {context.command_path}\n\n```\n{lines}\n```\n"


def reference() -> str:
    """The whole page."""
    root = click.Context(peiyu, info_name="peiyu", help_option_names=["-h", "--help"], **WIDE)
    return "\n".join((HEAD, *pages(root)))
