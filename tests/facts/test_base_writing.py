"""The fact base is written whole or not at all, and says what is in it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import polars as pl
import pytest
from tests.facts.base_rows import VIEW, base_of, rows

from peiyu.facts.base import FactBase, FactBaseWriter, StandIn, write
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import FactsError, PeiyuError, Text, UsageError

FIRMS = rows(*({"enterprise": key, "name": f"企业{key}"} for key in (5, -3, 1, 2)))
RETURNS = rows(
    {"enterprise": 5, "year": 2020, "staff": 3},
    {"enterprise": 1, "year": 2019, "staff": 4},
    {"enterprise": 1, "year": 2020, "staff": 5},
    {"enterprise": -3, "year": 2019, "staff": 6},
)


def codes_of(error: pytest.ExceptionInfo[PeiyuError]) -> list[str]:
    return [p.code for p in error.value.problems]


def test_every_row_comes_back_in_its_bucket_sorted_by_year_and_enterprise(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts", {"enterprise": FIRMS, "annual_return": RETURNS}, buckets=3)
    kept = []
    for bucket in range(3):
        frame = base.raw("annual_return", bucket).collect()
        assert {key % 2**64 % 3 for key in frame["enterprise"]} <= {bucket}
        assert frame.sort("year", "enterprise").equals(frame)
        kept += frame.select("enterprise", "year", "staff").rows()
    assert sorted(kept) == [(-3, 2019, 6), (1, 2019, 4), (1, 2020, 5), (5, 2020, 3)]


def test_the_manifest_says_what_was_written(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts", {"enterprise": FIRMS, "annual_return": RETURNS})
    manifest = FactBase.open(tmp_path / "facts").manifest
    assert manifest == base.manifest
    assert (manifest.buckets, manifest.enterprises, manifest.made_up) == (1, 4, False)
    assert manifest.entities["annual_return"].columns == ("staff",)
    assert manifest.entities["annual_return"].rows == 4
    assert manifest.entities["annual_return"].unique
    assert manifest.entities["annual_return"].known_until == dt.date(2020, 1, 1)
    assert (manifest.sources, manifest.purposes) == (("税务",), ("行政",))
    assert manifest.vocabulary == vocabulary().hash


def test_the_hash_follows_the_content_and_not_the_order_of_loading(tmp_path: Path) -> None:
    first = base_of(tmp_path / "a", {"enterprise": FIRMS, "annual_return": RETURNS})
    again = base_of(tmp_path / "b", {"annual_return": RETURNS.reverse(), "enterprise": FIRMS.reverse()})
    other = base_of(tmp_path / "c", {"enterprise": FIRMS, "annual_return": RETURNS.with_columns(pl.col("staff") + 1)})
    assert first.manifest.hash == again.manifest.hash
    assert first.manifest.hash != other.manifest.hash


def test_buckets_are_chosen_by_the_number_of_enterprises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "PER_BUCKET", 2)
    base = base_of(tmp_path / "facts", {"enterprise": FIRMS, "annual_return": RETURNS})
    assert base.bucket_count == 2
    assert sum(base.raw("enterprise", b).collect().height for b in range(2)) == 4


def test_rows_given_by_bucket_and_rows_given_whole_make_one_base(tmp_path: Path) -> None:
    whole = base_of(tmp_path / "whole", {"enterprise": FIRMS, "annual_return": RETURNS}, buckets=2)
    with FactBaseWriter(tmp_path / "parts", buckets=2) as writer:
        for bucket in range(2):
            mine = pl.col("enterprise").reinterpret(signed=False) % 2 == bucket
            writer.add_bucket("enterprise", bucket, FIRMS.filter(mine))
            writer.add_bucket("annual_return", bucket, RETURNS.lazy().filter(mine))
        assert writer.finish().manifest.hash == whole.manifest.hash


def test_rows_in_a_bucket_that_is_not_theirs_are_refused(tmp_path: Path) -> None:
    writer = FactBaseWriter(tmp_path / "facts", buckets=2)
    writer.add_bucket("enterprise", 0, FIRMS)
    with pytest.raises(FactsError) as caught:
        writer.finish()
    assert set(codes_of(caught)) == {"wrong-bucket"}
    assert list(tmp_path.iterdir()) == []


def test_two_adds_of_an_entity_may_have_different_fields(tmp_path: Path) -> None:
    with FactBaseWriter(tmp_path / "facts") as writer:
        writer.add("enterprise", FIRMS)
        writer.add("annual_return", rows({"year": 2019, "staff": 4}))
        writer.add("annual_return", rows({"year": 2020, "revenue": 100}))
        base = writer.finish()
    frame = base.scan("annual_return", 0, VIEW, ["staff", "revenue"]).sort("year").collect()
    assert frame.rows() == [(1, 2019, 4, None), (1, 2020, None, 100)]


# --- nothing is left behind ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_leaving_in_the_middle_leaves_nothing(tmp_path: Path, stop: type[BaseException]) -> None:
    def leave_early() -> None:
        with FactBaseWriter(tmp_path / "facts") as writer:
            writer.add("enterprise", FIRMS)
            raise stop

    with pytest.raises(stop):
        leave_early()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupt_or_a_full_disk_at_the_end_leaves_nothing(
    tmp_path: Path, stop: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise stop

    writer = FactBaseWriter(tmp_path / "facts")
    writer.add("enterprise", FIRMS)
    monkeypatch.setattr(FactBaseWriter, "_write", fail)
    with pytest.raises((KeyboardInterrupt, FactsError)):
        writer.finish()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX")
def test_a_disk_that_is_really_full_is_said_in_both_languages(tmp_path: Path) -> None:
    script = """
        import resource, signal, sys
        from pathlib import Path
        import polars as pl
        from peiyu.facts.base import FactBaseWriter
        from peiyu.problems import FactsError
        from tests.facts.base_rows import rows
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        firms = pl.DataFrame({"enterprise": range(1, 100_001)})
        frame = rows({"name": "甲"}).drop("enterprise").join(firms, how="cross")
        try:
            with FactBaseWriter(Path(sys.argv[1])) as writer:
                writer.add("enterprise", frame)
                writer.finish()
        except FactsError as error:
            print(error)
    """
    target = tmp_path / "facts"
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(target)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert "cannot-write" in done.stdout
    assert "没有留下任何文件" in done.stdout
    assert "nothing was left behind" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_an_occupied_target_is_kept_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "facts"
    first = base_of(target, {"enterprise": FIRMS})
    with pytest.raises(UsageError) as caught:
        FactBaseWriter(target)
    assert codes_of(caught) == ["target-exists"]
    assert FactBase.open(target).manifest == first.manifest
    with FactBaseWriter(target, replace=True) as writer:
        writer.add("enterprise", FIRMS.head(1))
        writer.finish()
    assert FactBase.open(target).manifest.enterprises == 1
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_no_fact_base_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("重要", encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        FactBaseWriter(tmp_path, replace=True)
    assert codes_of(caught) == ["not-a-fact-base"]
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "重要"


# --- what does not fit is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entity", "frame", "code"),
    [
        ("annual_return", RETURNS.rename({"staff": "staf"}), "unknown-column"),
        ("annual_return", RETURNS.drop("known_from"), "column-missing"),
        ("annual_return", RETURNS.drop("year"), "column-missing"),
        ("annual_return", RETURNS.with_columns(pl.col("staff").cast(pl.Float64)), "column-type"),
        ("annual_returns", RETURNS, "unknown-entity"),
    ],
)
def test_columns_that_do_not_fit_are_refused_when_added(
    tmp_path: Path, entity: str, frame: pl.DataFrame, code: str
) -> None:
    writer = FactBaseWriter(tmp_path / "facts")
    with pytest.raises(FactsError) as caught:
        writer.add(entity, frame)
    assert codes_of(caught) == [code]
    assert all(p.accepted for p in caught.value.problems)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (pl.lit(None, pl.Date).alias("known_from"), "row-header-missing"),
        (pl.lit(None, pl.Int64).alias("year"), "row-header-missing"),
        (pl.lit("其他").alias("purpose"), "row-header-unknown"),
        (pl.lit(2**53 + 1).alias("staff"), "number-too-large"),
        (pl.lit(-(2**53) - 1).alias("staff"), "number-too-large"),
        (pl.lit(99).cast(pl.Int64).alias("enterprise"), "enterprise-row-missing"),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_nothing_is_written(tmp_path: Path, change: pl.Expr, code: str) -> None:
    with pytest.raises(FactsError) as caught:
        base_of(tmp_path / "facts", {"enterprise": FIRMS, "annual_return": RETURNS.with_columns(change)})
    assert codes_of(caught) == [code]
    assert list(tmp_path.iterdir()) == []


def test_the_largest_storable_number_is_stored(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts", {"annual_return": RETURNS.with_columns(pl.lit(2**53).alias("staff"))})
    assert base.scan("annual_return", 0, VIEW, ["staff"]).collect()["staff"].unique().to_list() == [2**53]


def test_two_enterprises_under_one_key_are_a_collision_and_two_codes_of_one_are_not(tmp_path: Path) -> None:
    uscc = {"scheme": "uscc", "code": "91350100M000100Y43"}
    same = rows(uscc, {"scheme": "org", "code": "M000100Y4"})
    assert base_of(tmp_path / "same", {"enterprise": same}).manifest.enterprises == 1
    with pytest.raises(FactsError) as caught:
        base_of(tmp_path / "other", {"enterprise": rows(uscc, {"scheme": "org", "code": "100100104"})})
    assert codes_of(caught) == ["enterprise-key-collision"]


@pytest.mark.parametrize(
    ("field", "instead_of"), [("rd_accounts", "no_such"), ("staff", "revenue"), ("staff_195", "staff")]
)
def test_only_fields_of_one_kind_stand_in_for_each_other(tmp_path: Path, field: str, instead_of: str) -> None:
    one = StandIn(entity="annual_return", field=field, instead_of=instead_of, evidence="assumption", why=Text("", ""))
    with pytest.raises(FactsError) as caught, FactBaseWriter(tmp_path / "facts") as writer:
        writer.stand_in(one)
    assert codes_of(caught) == ["stand-in-unfit"]


def test_a_packs_own_field_is_stored_and_read(tmp_path: Path) -> None:
    own = Field("annual_return", "p.local_score", Text("特色化得分", "local score"), "points", scale=100)
    with FactBaseWriter(tmp_path / "facts", vocabulary=vocabulary().extended([own])) as writer:
        writer.add("enterprise", FIRMS)
        writer.add("annual_return", rows({"year": 2020, "p.local_score": 850}))
        writer.finish()
    base = FactBase.open(tmp_path / "facts").with_fields([own])
    assert base.scan("annual_return", 0, VIEW, ["p.local_score"]).collect().row(0) == (1, 2020, 850)


def test_what_intake_keeps_beside_the_facts_is_there(tmp_path: Path) -> None:
    with FactBaseWriter(tmp_path / "facts") as writer:
        writer.add("enterprise", FIRMS)
        writer.beside("quarantine", pl.DataFrame({"cell": ["B2"]}))
        writer.finish()
    assert pl.read_parquet(tmp_path / "facts" / "quarantine.parquet")["cell"].to_list() == ["B2"]


@pytest.mark.parametrize("written", [None, "{", "[]", "null", '{"format": 1}'])
def test_what_is_no_fact_base_is_said_so(tmp_path: Path, written: str | None) -> None:
    if written is not None:
        (tmp_path / "manifest.json").write_text(written, encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        FactBase.open(tmp_path)
    assert codes_of(caught) == ["not-a-fact-base"]


def test_another_format_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        FactBase.open(tmp_path)
    assert codes_of(caught) == ["fact-base-format"]


def test_a_stand_ins_reason_is_read_as_written_now_and_earlier(tmp_path: Path) -> None:
    why = Text("年末数", "Year-end")
    with FactBaseWriter(tmp_path / "facts") as writer:
        writer.add("enterprise", FIRMS)
        writer.add("annual_return", rows({"year": 2020, "staff": 9}))
        writer.stand_in(
            StandIn(entity="annual_return", field="staff", instead_of="employees", evidence="assumption", why=why)
        )
        writer.finish()
    assert [one.why for one in FactBase.open(tmp_path / "facts").manifest.stand_ins] == [why]
    path = tmp_path / "facts" / "manifest.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held["stand_ins"][0]["why"] = "年末数"
    path.write_text(json.dumps(held), encoding="utf-8")
    assert [one.why for one in FactBase.open(tmp_path / "facts").manifest.stand_ins] == [Text("年末数", "")]
