"""What the exercises' test cells call: one module for each exercise.

A check runs a student's function, prints one line if all is right, and otherwise raises
`CheckFailed` with one to three lines that say what was seen and what to think about.
"""

from fclib.checks._core import CheckFailed

__all__ = ["CheckFailed"]
