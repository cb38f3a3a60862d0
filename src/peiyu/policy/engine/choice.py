"""The engines by name. All keep one contract: (binding, base, out, progress) → Result, the same rows and manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Literal

from peiyu.facts.base import FactBase
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine import embedded
from peiyu.policy.engine.output import Result
from peiyu.problems import Problem, Text, UsageError

EngineName = Literal["embedded", "reference", "spark"]
Progress = Callable[[float], None]
Runner = Callable[[Binding, FactBase, Path, Progress | None], Result]


def run_embedded(binding: Binding, base: FactBase, out: Path, progress: Progress | None) -> Result:
    return embedded.run(binding, base, out, progress=progress)


def run_reference(binding: Binding, base: FactBase, out: Path, progress: Progress | None) -> Result:
    return embedded.run(binding, base, out, progress=progress, by_reference=True)


def run_spark(binding: Binding, base: FactBase, out: Path, progress: Progress | None) -> Result:
    """UsageError `engine-not-installed` without pyspark, sqlglot or a Java runtime."""
    missing = [name for name in ("pyspark", "sqlglot") if find_spec(name) is None]
    missing += [] if which("java") else ["java"]
    if missing:
        raise UsageError(
            Problem(
                "engine-not-installed",
                Text("Spark 引擎缺少运行所需的组件", "the Spark engine lacks what it needs to run"),
                found=", ".join(missing),
                accepted=Text("--engine embedded", "--engine embedded"),
                next_step=Text(
                    "安装 peiyu[spark] 和 Java 运行环境，或改用内嵌引擎",
                    "install peiyu[spark] and a Java runtime, or use the embedded engine",
                ),
            )
        )
    from peiyu.policy.engine import spark

    started = spark.session()
    try:
        return spark.run(binding, base, out, spark=started)
    finally:
        started.stop()
        if progress is not None:
            progress(1.0)


ENGINES: Mapping[str, Runner] = {"embedded": run_embedded, "reference": run_reference, "spark": run_spark}
"""embedded: Polars, the usual one. reference: exact fractions, slow, the truth. spark: beyond one machine."""
