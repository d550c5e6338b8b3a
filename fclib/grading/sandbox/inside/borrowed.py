"""Functions of the grader's, as a student's code calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .worker import Worker


class GradersFunction:
    """A function of the grader's, such as the one whose gradient a student is to check."""

    def __init__(self, worker: Worker, number: int) -> None:
        self._worker, self.number, self.__name__ = worker, number, "function"

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Call it where it is."""
        return self._worker.ask(self.number, arguments, keywords)


# Python's errors then say of it what they say of the function that the notebook has.
GradersFunction.__name__ = GradersFunction.__qualname__ = "function"
