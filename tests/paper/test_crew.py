"""Several processes give what one gives; whatever happens to them, none is left behind."""

from __future__ import annotations

import datetime as dt
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from peiyu.cli.commands.packs import with_used
from peiyu.facts.base import FactBase
from peiyu.madeup import Territory, write
from peiyu.paper.checkup.crew import Crew, deaf_to_interrupts
from peiyu.paper.checkup.desk import Job, Pages, Share
from peiyu.paper.checkup.order import Order, rules_for
from peiyu.paper.checkup.report import shares
from peiyu.paper.checkup.survey import Looked
from peiyu.policy.compile.binding import Selection
from peiyu.policy.pack.load import PackRegistry
from peiyu.problems import FactsError

AS_OF = dt.date(2026, 6, 30)
ORDER = Order(
    asked=("cn-size-2011", "cn-tech-sme-2017"), selection=Selection(as_of=AS_OF, known_at=AS_OF, rules_at=AS_OF)
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    return write(Territory(companies=60, as_of=AS_OF, holes=0.1), tmp_path_factory.mktemp("made") / "facts")


def job(base: FactBase, folder: Path, pages: Pages) -> Job:
    packs = with_used(ORDER.asked, PackRegistry())
    (folder / "pages").mkdir(parents=True)
    return Job(base=base.path, packs=packs, order=ORDER, pages=pages, folder=folder)


def parts(base: FactBase, job: Job) -> list[Share]:
    return shares(base, rules_for(job.packs, ORDER), ORDER, size=20)


def looked_by(base: FactBase, job: Job, *, hands: int) -> list[Looked]:
    with Crew(hands=hands) as crew:
        crew.begin(job, parts(base, job))
        return [one for share in crew.finish() for one in share]


def contents(folder: Path) -> dict[str, str]:
    return {one.name: one.read_text(encoding="utf-8") for one in (folder / "pages").iterdir()}


def test_two_processes_give_what_one_gives(base: FactBase, tmp_path: Path) -> None:
    pages = Pages(folder="pages", wanted="all")
    alone = looked_by(base, job(base, tmp_path / "one", pages), hands=1)
    together = looked_by(base, job(base, tmp_path / "two", pages), hands=2)
    assert [one.row for one in together] == [one.row for one in alone]
    assert len(alone) == base.manifest.enterprises
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert set(contents(tmp_path / "one")) == {one.row.firm.page.partition("/")[2] for one in alone}


def test_bound_pages_stand_in_their_volume(base: FactBase, tmp_path: Path) -> None:
    work = job(base, tmp_path / "bound", Pages(folder="pages", wanted="listed", bound=True))
    with Crew(hands=1) as crew:
        crew.begin(work, shares(base, rules_for(work.packs, ORDER), ORDER, size=work.pages.together))
        looked = [one for share in crew.finish() for one in share]
    assert list(contents(work.folder)) == ["000001-000500.html"]
    made = contents(work.folder)["000001-000500.html"]
    for one in looked:
        assert bool(one.row.firm.page) == bool(one.row.lists)
        if one.row.firm.page:
            assert f'id="{one.row.firm.page.partition("#")[2]}"' in made


def test_what_a_process_meets_with_is_raised_and_no_process_stays(base: FactBase, tmp_path: Path) -> None:
    work = job(base, tmp_path / "lost", Pages(folder="pages", wanted="all"))
    crew = Crew(hands=2)
    with pytest.raises(FactsError) as caught:
        finished(crew, replace(work, base=tmp_path / "no base"), parts(base, work))
    assert caught.value.problems[0].code == "not-a-fact-base"
    assert not any(process.is_alive() for process in crew.processes)


def finished(crew: Crew, job: Job, shares: list[Share]) -> None:
    with crew:
        crew.begin(job, shares)
        for _ in crew.finish():
            pass


def test_what_the_machine_refuses_a_process_is_raised_as_such(base: FactBase, tmp_path: Path) -> None:
    work = job(base, tmp_path / "full", Pages(folder="nowhere", wanted="all"))
    with pytest.raises(FileNotFoundError, match="nowhere"):
        finished(Crew(hands=2), work, parts(base, work))


def interrupted(crew: Crew, job: Job, shares: list[Share]) -> None:
    with crew:
        crew.begin(job, shares)
        raise KeyboardInterrupt


def test_an_interrupt_stops_the_processes_at_once(base: FactBase, tmp_path: Path) -> None:
    work = job(base, tmp_path / "stopped", Pages(folder="pages", wanted="all"))
    crew = Crew(hands=2)
    with pytest.raises(KeyboardInterrupt):
        interrupted(crew, work, parts(base, work))
    assert len(crew.processes) == 2
    assert not any(process.is_alive() for process in crew.processes)


def interrupted_while_deaf(done: list[str]) -> None:
    with deaf_to_interrupts():
        signal.raise_signal(signal.SIGINT)
        done.append("all")


def test_an_interrupt_while_processes_start_is_answered_when_all_have() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted_while_deaf(done)
    assert done == ["all"]


def test_an_interrupted_start_leaves_no_process(
    base: FactBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = job(base, tmp_path / "start", Pages(folder="pages", wanted="all"))
    crew = Crew(hands=2)
    start = crew.start

    def start_and_interrupt() -> None:
        start()
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(crew, "start", start_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        finished(crew, work, [])
    assert len(crew.processes) == 2
    assert not any(process.is_alive() for process in crew.processes)
