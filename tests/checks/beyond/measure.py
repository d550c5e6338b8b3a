"""Measure an exercise's checks on the corpus."""

from functools import cache
from typing import NamedTuple

from tests.checks.beyond import corpus, notebook
from tests.checks.beyond.judge import Verdict, judge

EXERCISES = tuple(sorted(path.name for path in corpus.FOLDER.iterdir()))


class Judged(NamedTuple):
    """An answer, what its cells said, and what became of it; a right one has no verdict."""

    answer: corpus.Answer
    said: list
    verdict: Verdict | None = None
    message: str = ""

    @property
    def rejected(self):
        """Whether it is right and loses points."""
        return self.answer.right and any(one.message is not None for one in self.said)


@cache
def judged(exercise):
    """Return every answer to an exercise with its verdict."""
    found = []
    for answer in corpus.read():
        if answer.exercise == exercise:
            said = notebook.run(answer)
            verdict = () if answer.right else judge(answer, said)
            found.append(Judged(answer, said, *verdict))
    return found


def milliseconds(exercise):
    """Return what each visible check took, of the processor's time."""
    return [one.milliseconds for row in judged(exercise) for one in row.said if not one.hidden]
