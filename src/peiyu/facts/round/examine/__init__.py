"""What is wrong or doubtful in what came back: an error blocks, a warning needs a sentence."""

from peiyu.facts.round.examine.checks import CHECKS, examine
from peiyu.facts.round.examine.finding import Before, Finding, Past, blocking

__all__ = ["CHECKS", "Before", "Finding", "Past", "blocking", "examine"]
