"""The kinds of background work of policies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.bridge.checking import drafted, read_document
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.files.store import path_of
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.kinds import Step, kind
from peiyu.web.jobs.models import Job
from peiyu.web.policies.actions import evaluations, prospects, trials
from peiyu.web.policies.actions.texts import write_down
from peiyu.web.policies.queries import latest


@kind(evaluations.KIND, Text("全量预判", "evaluation of every enterprise"))
def evaluate(step: Step) -> Mapping[str, Any]:
    """Every enterprise by every standard; what changed is stored."""
    return evaluations.run(step)


@kind("policies.keep_current", Text("有变动时更新预判", "evaluation after changes"), every=dt.timedelta(minutes=15))
def keep_current(step: Step) -> Mapping[str, Any]:
    """Has everybody evaluated where facts, texts, locked options or the day changed since the last time, or where the
    last time was broken off; else has the prospects found that a full disk or the like kept from being found."""
    last, actor = latest(), Actor.system("预判")
    if not Enterprise.objects.exists():
        return {}
    if last is None or last.facts_version != evaluations.state_of_things() or evaluations.unfinished() is not None:
        return {"job": ask(actor, evaluations.KIND, key="all").pk}
    if prospects.missing(last):
        return {"job": ask(actor, "policies.prospects", key="all", evaluation=last.pk).pk}
    return {}


@kind("policies.prospects", Text("潜力企业挖掘", "prospect finding"))
def find_prospects(step: Step) -> Mapping[str, Any]:
    """Who is one condition short, who may lose a tier, what runs out."""
    return prospects.run(step)


@kind(trials.KIND, Text("试算", "what-if"))
def try_out(step: Step) -> Mapping[str, Any]:
    """A trial that somebody asked for."""
    return trials.run(step)


@kind("policies.read", Text("读政策文件，起草政策包", "a policy document read, its pack drafted"))
def read(step: Step) -> Mapping[str, Any]:
    """An uploaded document becomes a draft."""
    if done := step.done.get("text"):
        return {"text": done, "address": f"/policies/texts/{done}/"}
    given = step.arguments
    step.tell(0.1, Text("读文件", "reading"))
    reading = read_document(path_of(given["file"]), name=given["name"])
    step.tell(0.7, Text("起草", "drafting"))
    files = drafted(reading, given["pack"])
    job = Job.objects.get(pk=step.job)
    actor = Actor(person=job.by_id, name=job.by_name, role=None, post=-1, organisation=job.organisation)
    text = write_down(
        actor, pack=given["pack"], files=files, document=given["file"], document_name=given["name"],
        note=reading.frame.title,
    )  # fmt: skip
    step.remember(text=text.pk)
    return {
        "text": text.pk,
        "address": f"/policies/texts/{text.pk}/",
        "clauses": len(reading.clauses),
        "targets": len(reading.findings.targets),
    }
