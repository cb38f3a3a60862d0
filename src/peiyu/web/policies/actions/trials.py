"""What-if, asked for and worked out in the background; kept, so that it can be read again and repeated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from peiyu.policy.compile.rewrite import nodes_in
from peiyu.policy.condition.ast import Meets
from peiyu.policy.pack.model import Pack
from peiyu.policy.simulate.definitions import DefinitionDifference
from peiyu.policy.simulate.model import Simulation
from peiyu.policy.simulate.render import plain
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web import bridge, clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.kinds import Step
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.access import RULES
from peiyu.web.policies.models import PackText, Trial
from peiyu.web.policies.queries.texts import files_that_hold
from peiyu.web.trail.actions import record

KIND = "policies.trial"
MOST_LISTED = 500


def try_parameters(actor: Actor, *, name: str, pack: str, parameters: Mapping[str, str]) -> Trial:
    """What if some parameters of a pack were others (key → a value as conditions write it). Refusal `nothing-moved`;
    PackError, UsageError where a value does not fit, before anything is kept."""
    require(RULES, actor, "trials.make")
    if not parameters:
        raise Refusal(
            Problem("nothing-moved", Text("没有改动任何参数", "no parameter was changed"),
                    next_step=Text("至少改一个参数再试算", "change one at least"))
        )  # fmt: skip
    bridge.asked(pack, parameters=parameters).bound()
    return _ask(actor, kind="parameters", name=name, pack=pack, asked={"parameters": dict(parameters)})


def try_text(actor: Actor, text: PackText) -> Trial:
    """What if a draft held instead of what holds. Refusal `nothing-holds` where the pack is new; PackError of a draft
    that cannot be read."""
    require(RULES, actor, "trials.make")
    _, before = files_that_hold(text.pack)
    if not before:
        raise Refusal(
            Problem(
                "nothing-holds", Text("这是新政策包，尚无现行文本可比", "the pack is new: there is nothing to compare")
            )
        )
    bridge.asked(text.pack, drafts=[text.hash]).bound()
    said = f"{text.name['zh']}（{text.hash[:8]}）"
    return _ask(actor, kind="text", name=said, pack=text.pack, asked={"draft": text.hash}, text=text)


def compare(actor: Actor, *, definition: str, one: str, other: str) -> Trial:
    """Two options of a definition (`pack.D1`), enterprise by enterprise. Refusal `same-option`."""
    require(RULES, actor, "definitions.compare")
    if one == other:
        raise Refusal(
            Problem("same-option", Text("请选两个不同的选项", "choose two different options"), found=one)
        )  # fmt: skip
    asked = {"definition": definition, "one": one, "other": other}
    name = f"{definition}: {one} / {other}"
    return _ask(actor, kind="definition", name=name, pack=definition.partition(".")[0], asked=asked)


def _ask(
    actor: Actor, *, kind: str, name: str, pack: str, asked: Mapping[str, Any], text: PackText | None = None
) -> Trial:
    with transaction.atomic():
        made = Trial.objects.create(
            kind=kind, name=name.strip()[:120] or pack, pack=pack, asked={**asked, "day": clock.today().isoformat()},
            text=text, by_id=actor.person, by_name=actor.name, at=clock.now(),
        )  # fmt: skip
        job = ask(actor, KIND, key=str(made.pk), trial=made.pk)
        Trial.objects.filter(pk=made.pk).update(job=job.pk)
        record(actor, "trial.make", "trial", made.pk, said=made.name, after=dict(asked))
    made.job = job.pk
    return made


def run(step: Step) -> Mapping[str, Any]:
    """The work of a trial."""
    trial = Trial.objects.get(pk=step.arguments["trial"])
    try:
        base = bridge.export(progress=lambda share: step.tell(share * 0.4, Text("取数", "reading facts")))
        step.tell(0.4, Text("试算", "trying"))
        result = RUNS[trial.kind](trial, base)
    except PeiyuError as error:
        told = [{"code": one.code, "zh": one.said("zh"), "en": one.said("en")} for one in error.problems]
        Trial.objects.filter(pk=trial.pk).update(state="failed", problems=told, ended_at=clock.now())
        raise
    Trial.objects.filter(pk=trial.pk).update(
        state="done", result=result, facts=base.manifest.hash, ended_at=clock.now()
    )
    return {"trial": trial.pk}


def _parameters(trial: Trial, base: Any) -> dict[str, Any]:
    day = dt.date.fromisoformat(trial.asked["day"])
    before = bridge.asked(trial.pack, day=day)
    after = bridge.asked(trial.pack, day=day, parameters=trial.asked["parameters"])
    return told(bridge.simulate(before, after, base=base, most=MOST_LISTED), bridge.pack_of(trial.pack))


def _text(trial: Trial, base: Any) -> dict[str, Any]:
    day, draft = dt.date.fromisoformat(trial.asked["day"]), trial.asked["draft"]
    before, after = bridge.asked(trial.pack, day=day), bridge.asked(trial.pack, day=day, drafts=[draft])
    found = bridge.simulate(before, after, base=base, most=MOST_LISTED)
    return told(found, bridge.pack_of(trial.pack, draft))


def _definition(trial: Trial, base: Any) -> dict[str, Any]:
    asked, day = trial.asked, dt.date.fromisoformat(trial.asked["day"])
    pack = bridge.pack_of(trial.pack)
    local = asked["definition"].partition(".")[2]
    if pack.programme is not None and local in pack.programme.definitions:
        return _figures(pack, local, trial, base)
    found = bridge.difference(
        asked["definition"], asked["one"], asked["other"], bridge.asked(trial.pack, day=day), base=base
    )
    return {**told(found.simulation, pack), **_rows(found)}


def _rows(found: DefinitionDifference) -> dict[str, Any]:
    return {
        "name": both(found.name), "one": both(found.one.name), "other": both(found.other.name),
        "rows": [
            {"enterprise": row.enterprise, "code": row.code, "name": row.name, "one": both(row.one),
             "other": both(row.other)}
            for row in found.rows[:MOST_LISTED]
        ],
    }  # fmt: skip


def _figures(pack: Pack, local: str, trial: Trial, base: Any) -> dict[str, Any]:
    """A definition of an indicator: the targets and figures that stand on it, under each option."""
    assert pack.programme is not None
    asked, day = trial.asked, dt.date.fromisoformat(trial.asked["day"])
    definition = pack.programme.definitions[local]
    indicator = definition.names
    sides = [
        bridge.measure(pack.id, day=day, define={local: asked[side]}, keys=[indicator], base=base)
        for side in ("one", "other")
    ]
    found = bridge.figure_difference(sides[0], sides[1], indicator)
    names = {option.key: both(option.name) for option in definition.options}
    return {
        "name": both(definition.name), "one": names[asked["one"]], "other": names[asked["other"]],
        "unit": found.one.unit, "values": [figure_said(found.one), figure_said(found.other)],
        "rows": [
            {"enterprise": row.enterprise, "code": row.code, "name": row.name, "said": both(row.said)}
            for row in found.rows[:MOST_LISTED]
        ],
        "differing": len(found.rows),
    }  # fmt: skip


def figure_said(figure: Any) -> dict[str, str]:
    """A figure in words, with its unit."""
    from peiyu.insight.targets.amounts import said

    return both(said(figure.value, figure.unit))


def told(found: Simulation, pack: Pack) -> dict[str, Any]:
    """A simulation as it is kept, with the measures that pay those who gain or lose a tier."""
    result = plain(found)
    for tier, kept in zip(found.tiers, result["tiers"], strict=True):
        kept["pays"] = list(paying(pack, tier.after_key))
    return result


def paying(pack: Pack, tier: str) -> Iterator[dict[str, Any]]:
    """The measures that pay whoever meets a tier: of every programme that addresses it."""
    programme = pack.programme
    if programme is None:
        return
    for one in programme.programmes.values():
        addressed = one.addresses is not None and any(
            isinstance(node, Meets) and node.tier == tier for node in nodes_in(one.addresses)
        )
        for id_ in one.measures if addressed else ():
            measure = programme.measures[id_]
            if measure.pays.zh:
                yield {"name": both(measure.name), "pays": both(measure.pays), "cite": measure.cite}


def both(text: Text) -> dict[str, str]:
    """A sentence in both languages, for JSON."""
    return {"zh": text.zh, "en": text.in_("en")}


RUNS = {"parameters": _parameters, "text": _text, "definition": _definition}
