"""An engine for checks of what students write, whatever the subject.

It imports NumPy and nothing of this course. A course describes each function that students write
as an `arrays.Subject`, tells `failing.learn` what its mistakes are called, and calls
`arrays.compare` with arguments.
"""
