"""What the exercises' test cells call: one module for each exercise.

A check runs a student's function, prints one line if all is right, and otherwise raises
`CheckFailed` with one to three lines that say what was seen and what to think about.
"""

from fclib.checks.engine.failing import CheckFailed, learn
from fclib.misconceptions import CATALOGUE

__all__ = ["CheckFailed"]

learn(CATALOGUE.values())
