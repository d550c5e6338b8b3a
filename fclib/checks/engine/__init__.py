"""An engine for checks of what students write, whatever the subject.

It imports NumPy and nothing of this course. A course describes each function that students write
as a `row.row`, with a line for each mistake that students make, and calls `compare.compare` with
arguments.
"""
