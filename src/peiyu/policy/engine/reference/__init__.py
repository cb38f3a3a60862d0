"""The reference engine: exact, slow, obviously right."""

from peiyu.policy.engine.reference.evaluate import context_of, evaluate, evaluation_in, truth_of, truths_of, value_of

__all__ = ["context_of", "evaluate", "evaluation_in", "truth_of", "truths_of", "value_of"]
