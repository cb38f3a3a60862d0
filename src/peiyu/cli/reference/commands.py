"""The reference page of the command line, generated from the commands themselves.

`make reference` writes it with the others.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from peiyu.cli.shell import peiyu

HEAD = """# The commands

Generated from the commands by `make reference`; a test fails when it is not current.

Exit codes: 0 done · 1 errors in what was given, nothing written · 2 misuse · 70 a fault of Peiyu · 130 stopped.
"""


def pages(command: click.Command, name: str) -> Iterator[str]:
    """The help of a command and of those below it, as sections."""
    context = click.Context(command, info_name=name, max_content_width=110, terminal_width=110)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from pages(found, f"{name} {child}")
        return
    lines = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield f"## {name}\n\n```\n{lines}\n```\n"


def reference() -> str:
    """The whole page."""
    return "\n".join((HEAD, *pages(peiyu, "peiyu")))
