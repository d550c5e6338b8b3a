"""What the exercises' test cells call: one module for each exercise.

A check runs a student's function, prints one line if all is right, and otherwise raises
`CheckFailed` with one to three lines that say what was seen and what to think about.
"""

from fclib.checks.catalogue import CATALOGUE
from fclib.checks.engine.failing import CheckFailed
from fclib.checks.engine.mistakes import learn

__all__ = ["CheckFailed"]

learn(CATALOGUE.values())
