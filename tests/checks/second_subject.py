"""Checks of another subject than a layer: a table of ratings, factored into two matrices.

It shows what another teacher writes: a row for each function, and what a test cell calls.
"""

import numpy as np

from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.row import row

AXES = {"p": "person", "f": "film", "k": "factor"}

ESTIMATE = row(
    "estimate",
    "people (p,k), films (f,k) -> ratings (p,f)",
    AXES,
    lambda people, films: people @ films.T,
    {
        "factors-untransposed | U V | the films are rows here, and went in as columns.": [
            lambda people, films: people @ films
        ]
    },
)

ERROR = row(
    "squared_error",
    "ratings (p,f), people (p,k), films (f,k) -> error ()",
    AXES,
    lambda ratings, people, films: np.sum((ratings - people @ films.T) ** 2),
    {
        "every-pair-once-more | Σ (r − U Vᵀ)² over all pairs | each rating is compared with more "
        "than its own estimate.": [
            lambda ratings, people, films: np.sum(
                (ratings.ravel()[:, None] - people @ films.T) ** 2
            )
        ],
    },
)

SLOPE = row(
    "slope_of_people",
    "ratings (p,f), people (p,k), films (f,k) -> slope (p,k)",
    AXES,
    lambda ratings, people, films: -2 * (ratings - people @ films.T) @ films,
    {
        "half-of-both | −(R − U Vᵀ) V | the slope of a square is twice as steep. What became of "
        "the 2?": [lambda ratings, people, films: -(ratings - people @ films.T) @ films]
    },
)


def every_size(subject, function, seed):
    """Check one function for all sizes that tell mistakes apart, and that it changes nothing."""
    rng = np.random.default_rng(seed)
    cases = subject.signature.cases(rng)
    compare(subject, function, cases)
    leaves_arguments(subject, function, subject.signature.cases(rng)[:2])
    print(f"{subject.name}: right for {len(cases)} sizes.")


def estimate(answer, seed=1):
    """Check the table that two matrices give."""
    every_size(ESTIMATE, answer, seed)


def squared_error(answer, seed=2):
    """Check how far that is from the ratings."""
    every_size(ERROR, answer, seed)


def slope_of_people(answer, seed=3):
    """Check how that changes with each person's factors."""
    every_size(SLOPE, answer, seed)
