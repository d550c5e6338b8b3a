"""An engine for checks of what students write, whatever the subject.

It imports NumPy and nothing of this course. A course describes each function that students write
as a `subject.Subject`, tells `failing.learn` what its mistakes are called, and calls
`compare.compare` with arguments.
"""
