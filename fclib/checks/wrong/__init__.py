"""For each exercise, the known wrong versions of its functions by misconception."""
