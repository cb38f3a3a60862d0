"""The working month of a demonstration: done by the applications' own actions, it leaves its files in order."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from peiyu.paper.form.opening import open_form

SEED = """
import sys
from pathlib import Path
from peiyu.madeup import Zone, write
from peiyu.web.site import start
zone, folder = Zone(kind="tianjin-hitech-2012", companies=300), Path(sys.argv[1])
write(zone, folder / "facts")
start.made_up_place(folder / "site", zone, folder / "facts", month=folder / "month")
from peiyu.web.briefs.models import Issue
from peiyu.web.collection.models import Arrival, Round, RoundUnit
from peiyu.web.jobs.models import Job
from peiyu.web.reporting.models import Filling
from peiyu.web.targets.models import Closing
print(*Round.objects.order_by("number").values_list("state", flat=True))
print(*RoundUnit.objects.filter(round__state="closed").order_by("state").values_list("state", flat=True))
print(*Arrival.objects.exclude(state="merged").values_list("state", flat=True))
print(*Closing.objects.values_list("state", flat=True), *Filling.objects.values_list("state", flat=True))
print(*(f"{one.kind}:{one.state}:{one.place}" for one in Issue.objects.order_by("kind")))
print(*Job.objects.exclude(state="done").values_list("kind", flat=True))
"""
ORDER = ("00 这个月怎样走完", "01 收表通知", "02 报送表", "03 退回意见", "04 上报表", "05 简报", "06 通报", "07 体检")


@pytest.mark.slow
def test_a_month_is_worked_through_and_leaves_its_files(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SEED, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rounds, units, aside, out, issues, unfinished = done.stdout.split("\n")[:6]
    assert rounds == "closed open"
    assert units == "accepted accepted accepted begun waiting"
    assert aside == "aside"
    assert out == "closed reported"
    assert issues == "brief:issued:9 notice:issued:9"
    assert unfinished == ""
    names = sorted(one.name for one in (tmp_path / "month").iterdir())
    assert tuple(dict.fromkeys(re.findall(r"^\d+ (?:体检|[^-.]+)", "\n".join(names), re.M))) == ORDER
    filled = open_form(next((tmp_path / "month").glob("04 *.xlsx"))).sheets[0]
    title, figure = filled.at(0, 0), filled.at(5, 5)
    assert title is not None
    assert "虚构" in title.text
    assert figure is not None
    assert figure.text.isdecimal()
