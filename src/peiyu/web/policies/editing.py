"""Small changes of a pack's text that leave everything else, comments too, as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

STATUS = re.compile(r"^status:[^\n]*$", re.MULTILINE)
FILES = ("programme.yaml", "criteria.yaml", "pack.yaml")


def with_status(files: Mapping[str, str], status: str) -> dict[str, str]:
    """The files with this `status` in pack.yaml."""
    main = files.get("pack.yaml", "")
    line = f"status: {status}"
    changed = STATUS.sub(line, main, count=1) if STATUS.search(main) else f"{main.rstrip()}\n{line}\n"
    return {**files, "pack.yaml": changed}


def settled(files: Mapping[str, str], definition: str, option: str) -> dict[str, str]:
    """The files with an option as the default of a definition (its id, `D4`), which is open no more. Refusal
    `definition-by-hand` where it does not stand in lines of its own."""
    for name in FILES:
        lines = files.get(name, "").split("\n")
        found = block_of(lines, definition)
        if found is not None:
            start, end = found
            body = _settled_block(lines[start + 1 : end], option)
            return {**files, name: "\n".join([*lines[: start + 1], *body, *lines[end:]])}
    raise Refusal(
        Problem(
            "definition-by-hand",
            Text("这个口径要在文本中直接修改", "this definition must be changed in the text itself"),
            found=definition,
            accepted=Text("逐行写的口径", "a definition written line by line"),
            next_step=Text(
                "打开文件，改写 default，删去 open: true", "open the file, set default, take out open: true"
            ),
        )
    )


def block_of(lines: list[str], definition: str) -> tuple[int, int] | None:
    """Where the lines of a definition begin and end: under `definitions:`, indented below its id."""
    inside = False
    for place, line in enumerate(lines):
        if line and not line[0].isspace() and not line.startswith("#"):
            inside = line.rstrip() == "definitions:"
        elif inside and re.fullmatch(rf"\s+{re.escape(definition)}:\s*", line):
            depth = len(line) - len(line.lstrip())
            end = place + 1
            while end < len(lines) and (not lines[end].strip() or _depth(lines[end]) > depth):
                end += 1
            return place, end
    return None


def _settled_block(body: list[str], option: str) -> list[str]:
    """The lines with the default set and `open` gone."""
    depth = min((_depth(line) for line in body if line.strip()), default=2)
    own = re.compile(rf"\s{{{depth}}}(open|default):")
    kept = [line for line in body if not own.match(line)]
    return [f"{' ' * depth}default: {option}", *kept]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
