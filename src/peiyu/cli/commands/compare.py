"""peiyu simulate, diff-definitions: what if the rules, or the reading of a word, were others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from peiyu.cli.binding import asked_for, dates_in, open_base, parameters_in
from peiyu.cli.commands.ask import BASE
from peiyu.cli.commands.packs import FOLDERS
from peiyu.cli.options import DAY, dated, pairs, spoken
from peiyu.cli.say import Voice
from peiyu.policy.compile.choose import refuse_unknown
from peiyu.policy.pack.model import Definition, Pack
from peiyu.policy.simulate import render
from peiyu.policy.simulate.definitions import difference
from peiyu.policy.simulate.simulate import simulate as simulated
from peiyu.problems import Text


@click.command()
@click.argument("words", metavar="PACK|LADDER...", nargs=-1, required=True)
@BASE
@click.option(
    "--set", "set_", multiple=True, metavar="P=VALUE", help="改参数，如 pack.pass_mark=70分。Another parameter."
)
@click.option("--then-define", multiple=True, metavar="D=OPTION", help="改口径。Another option of a definition.")
@click.option("--then-rules-at", type=DAY, help="改用此日的政策文本。The text of another day.")
@dated
@FOLDERS
@spoken
def simulate(
    *, voice: Voice, words: tuple[str, ...], folder: Path, set_: tuple[str, ...], then_define: tuple[str, ...],
    then_rules_at: Any, folders: tuple[Path, ...], **options: Any,
) -> None:  # fmt: skip
    """试算：换参数、口径或文本后，谁增谁减，为什么。

    What if: with other parameters, definitions or another text, who gains, who loses and why.
    """
    if not (set_ or then_define or then_rules_at):
        raise click.UsageError(
            "要有 --set、--then-define 或 --then-rules-at / give --set, --then-define or --then-rules-at"
        )
    asked = asked_for(words, folders, dates_in(options))
    now = asked.selection
    after = replace(
        now, rules_at=then_rules_at or now.rules_at, define={**now.define, **pairs(then_define, "--then-define")},
        parameters=parameters_in(set_),
    )  # fmt: skip
    before_binding, after_binding = asked.bound(), asked.bound(after)
    base = open_base(folder, before_binding, voice)
    with voice.progress(Text("试算……", "simulating ...")):
        found = simulated(base, before_binding, after_binding, rebind=asked.bound)
    voice.line(render.text(found, voice.lang))
    voice.give(render.plain(found))


@click.command("diff-definitions")
@click.argument("definition", metavar="DEFINITION")
@click.argument("one", metavar="OPTION")
@click.argument("other", metavar="OPTION")
@click.option(
    "--pack", "words", multiple=True, required=True, metavar="PACK|LADDER", help="用于哪些政策包。For which packs."
)
@BASE
@dated
@FOLDERS
@spoken
def diff_definitions(
    *, voice: Voice, definition: str, one: str, other: str, words: tuple[str, ...], folder: Path, folders:
    tuple[Path, ...], **options: Any,
) -> None:  # fmt: skip
    """同一口径的两种取法，逐企业对照。

    Two options of one definition, enterprise by enterprise.
    """
    asked = asked_for(words, folders, dates_in(options))
    chosen = definition_of(asked.packs.values(), definition)

    def bind_with(option: str):  # type: ignore[no-untyped-def]
        return asked.bound(replace(asked.selection, define={**asked.selection.define, definition: option}))

    base = open_base(folder, bind_with(chosen.default), voice)
    found = difference(base, chosen, one, other, bind_with=bind_with)
    voice.line(render.difference_text(found, voice.lang))
    voice.give(found)


def definition_of(packs: Any, key: str) -> Definition:
    """A definition by its key (`pack.D1`). UsageError naming those that there are."""
    known = {d.key: d for pack in packs for d in definitions_in(pack)}
    if key not in known:
        raise refuse_unknown(Text("口径", "definition"), key, known, "unknown-definition")
    return known[key]


def definitions_in(pack: Pack) -> list[Definition]:
    return [one for text in pack.texts for one in text.definitions.values()]
