"""For each exercise, the known wrong versions of its functions by misconception."""

BY_BEHAVIOUR = {
    "arguments-swapped": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    "input-destroyed": (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
    "input-reshaped-in-place": (2, 4, 5, 8),
    "loop-misses-first": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    "loop-misses-last": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    "name-reused": (2, 5, 8, 9),
    "order-swapped": (5, 7, 10, 13),
    "output-dtype-of-input": (1, 2, 3, 4, 5, 8, 9),
    "same-array-twice": (6,),
    "sign": (1, 2, 3, 4, 5, 6, 8, 9, 10),
    "square-assumed": (1, 2, 3, 4, 5, 8, 9),
    "state-kept": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    "upstream-destroyed": (3, 4, 5, 11, 12, 13),
    "weights-destroyed": (1, 2, 3, 5, 8, 9, 11, 12, 13),
}
"""The exercises whose checks know a misconception for every function, or by what one does."""
