"""What `make bench` measures: always beside something else, in one run, as medians and ratios."""
