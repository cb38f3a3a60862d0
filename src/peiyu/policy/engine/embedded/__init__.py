"""The embedded engine: Polars, in process, bucket by bucket."""

from peiyu.policy.engine.embedded.run import run, run_frame
from peiyu.policy.engine.output import Result

__all__ = ["Result", "run", "run_frame"]
