"""The Spark engine (peiyu[spark]): the same plan, said in SQL."""

from peiyu.policy.engine.spark.run import run, session

__all__ = ["run", "session"]
