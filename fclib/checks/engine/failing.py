"""What a check says of an answer that is not right yet."""

from collections.abc import Iterable
from typing import NamedTuple, NoReturn, Protocol

SOMEWHERE = "It is not right for this test's own numbers"
"""What a hidden test says where nothing of what was seen may be told."""


class Mistake(NamedTuple):
    """A mistake that has a name.

    Attributes
    ----------
    id : str
        Stands in square brackets at the start of a message.
    hint : str
        What a student is told: a sentence or two that do not give the answer away.
    reference : str
        Where to read on, in words; empty if there is nothing to read.
    """

    id: str
    hint: str
    reference: str = ""


class _Row(Protocol):
    """A row of a course's own catalogue: whatever has these three."""

    @property
    def id(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def reference(self) -> str: ...


_ROWS: dict[str, _Row] = {
    id_: Mistake(id_, hint)
    for id_, hint in {
        "argument-destroyed": "it belongs to the caller, who may need it again. "
        "Put results elsewhere.",
        "arguments-swapped": "the function takes its arguments in another order than it gets them.",
        "hard-coded-shape": "the sizes of one example stand in the code. Take them from the "
        "arguments.",
        "input-reshaped-in-place": "the caller's array has another shape now.",
        "loop-misses-first": "the first one is left out. Where does a loop begin?",
        "loop-misses-last": "the last one is left out. Does a loop reach it?",
        "name-reused": "an argument's name was given to a number.",
        "output-dtype-of-input": "the fractions are lost. A result may need them even where an "
        "argument holds whole numbers.",
        "square-assumed": "this works only where two sizes are equal.",
        "state-kept": "a result depends on earlier calls. Build it anew in each.",
    }.items()
}
"""The engine's own mistakes; a course's words take their place."""


def learn(rows: Iterable[_Row]) -> None:
    """Take a course's rows: from now on `fail` has their words for their ids."""
    _ROWS.update((row.id, row) for row in rows)


class Known(str):
    """The id of a known mistake, with a note on how it came up here, or none."""

    note: str

    def __new__(cls, misconception: str, note: str = "") -> "Known":
        """Make an id that remembers the note."""
        known = super().__new__(cls, misconception)
        known.note = note
        return known


class CheckFailed(AssertionError):  # noqa: N818  it reads as what happened
    """An answer that is not right yet, in words for the student.

    Attributes
    ----------
    public : str
        What of it may be shown where the test is hidden: the mistake's id, hint and reference, and
        kinds and shapes. No number of the answer's and no name that the student made is in it,
        because a hidden test's arguments could be written into either.
    """

    def __init__(self, words: str, public: str = "") -> None:
        super().__init__(words)
        self.public = public or f"{SOMEWHERE}."

    def _render_traceback_(self) -> list[str]:
        # IPython shows these lines in place of a traceback, which would lead into the checks.
        return str(self).splitlines()


def fail(seen: str, misconception: str | None = None, public: str = "") -> NoReturn:
    """Raise CheckFailed: what was seen, then the hint of the mistake if one was found.

    Parameters
    ----------
    seen : str
        What was seen, with the numbers that were.
    misconception : str, optional
        The mistake's id, or a `Known` one.
    public : str, optional
        What was seen in words that a hidden test may show: see `CheckFailed`.
    """
    if misconception is None:
        raise CheckFailed(seen, public)
    row = _ROWS[misconception]
    note = getattr(misconception, "note", "")
    after = [row.hint, row.reference] if row.reference else [row.hint]
    texts = [
        "\n".join([f"[{row.id}] {words}{note and f'; {note}'}:", *after])
        for words in (seen, public or SOMEWHERE)
    ]
    raise CheckFailed(*texts)
