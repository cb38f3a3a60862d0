"""What is readable and yet cannot be right."""

from peiyu.facts.intake.plausibility.examine import CHECKS, Examined, examine

__all__ = ["CHECKS", "Examined", "examine"]
