"""What a check says of an answer that is not right yet."""

from typing import NoReturn

from .mistakes import words_of

SOMEWHERE = "It is not right for this test's own numbers"
"""What a hidden test says where nothing of what was seen may be told."""


class Known(str):
    """The id of a known mistake, with a note on how it came up here, or none.

    Attributes
    ----------
    note : str
        Stands behind what was seen.
    ask : str
        Stands behind the hint.
    """

    note: str
    ask: str = ""

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


def fail(
    seen: str, misconception: str | None = None, public: str = "", words: str = ""
) -> NoReturn:
    """Raise CheckFailed: what was seen, then the hint of the mistake if one was found.

    Parameters
    ----------
    seen : str
        What was seen, with the numbers that were.
    misconception : str, optional
        The mistake's id, or a `Known` one.
    public : str, optional
        What was seen in words that a hidden test may show: see `CheckFailed`.
    words : str
        Those of an exception, behind what was seen; a hidden test does not show them.
    """
    if misconception is None:
        raise CheckFailed(seen, public)
    row = words_of(misconception)
    note = getattr(misconception, "note", "")
    ask = getattr(misconception, "ask", "")
    words = words.rstrip(".")
    after = [f"{row.hint}{ask and f' {ask}'}", *([row.reference] if row.reference else [])]
    texts = [
        "\n".join([f"[{row.id}] {first}{note and f'; {note}'}{more and f': {more}'}:", *after])
        for first, more in ((seen, words), (public or SOMEWHERE, ""))
    ]
    raise CheckFailed(*texts)
