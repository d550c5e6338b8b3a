"""Functions of a test's that a student's code may call while the test runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from fclib.grading.sandbox.objects import index

if TYPE_CHECKING:
    from collections.abc import Callable


class Lent:
    """The functions that tests have passed to the student's code, by number.

    Their names stay here: exercise 06 calls its functions after what is wrong with them.
    """

    def __init__(self) -> None:
        self._functions: list[Callable[..., Any]] = []

    def __len__(self) -> int:
        return len(self._functions)

    def lend(self, function: Callable[..., Any]) -> dict[str, int]:
        """Take a function in; return what stands for it on the wire."""
        self._functions.append(function)
        return {"function": len(self._functions) - 1}

    def called(self, number: object) -> Callable[..., Any]:
        """Return the function of a number that came over the wire."""
        return self._functions[index(number, len(self._functions))]

    def take_back(self, first: int) -> None:
        """Let functions from this number on be called no more: their test is over.

        Otherwise a later answer could compare what is hidden with what an earlier test has shown.
        """
        self._functions[first:] = [_over] * (len(self._functions) - first)


def _over(*arguments: object, **keywords: object) -> NoReturn:
    raise RuntimeError("the test that passed this function is over")
