"""Judge what the checks say of an answer: what is true, what is specific, what gives too much away.

A message makes claims. `CLAIMS` knows them by their words, and each answer lists those that are
true of it as its facts. A message is *specific* if it claims one of these facts. It is *untrue* if
it gives a name that is not among the answer's, or concludes what is no fact. What a check has
plainly seen, such as a shape, is never untrue, and specific only where it is a fact.
"""

import contextlib
import re
from enum import Enum
from numbers import Real

import numpy as np

from tests.checks.beyond import notebook

# By fact: how messages say it. What a check sees:
SEEN = {
    "shape": r"has (the )?shape \(|has \d+ numbers?\b|returned \d+ (numbers?|results?)|"
    r"rows of different lengths|axis of length 1|in another shape|added up|The right result|"
    r"single row",
    "kind": r"(returned|gave) None\b|is one number|"
    r"(returned|gave|is|with) (None|an? (?!array of numbers|number)\w+)\b.*expected",
    "error": r"stopped with \w+",
    "nonfinite": r"\b(nan|inf|not finite)\b",
    "layer": r"(clears|rejects) a (right )?layer",
    "mutates": r"changed its argument",
    "alias": r"lies in the memory of",
    "state": r"two results for the same arguments|does not work anew",
    "others": r"\bOnly .* wrong:|\b(is|are) right[.;] |loss and the others are right",
}
# What it concludes, of all numbers of a result:
CONCLUDED = {
    "factor 2": r"twice (as|too) (large|long)",
    "factor 1/2": r"half of what|half as",
    "factor -1": r"opposite sign|wrong sign",
    "factor": r"(divided|multiplied) by the (number|square root)|times what it should|"
    r"[Ee]very number is (divided|multiplied) by|"
    r"as if the number of|divided by (the largest|their|one less)|as with base|"
    r"about [\d,]+ times too|a quarter of what it should|the same multiple of what",
    "places": r"opposite order|one place (later|earlier)|sorted|exchanged|other places|"
    r"another order|transposed",
    "function": r"become zeros|lost its sign|cut to|cut off|is rounded|rounded (to|up|down)|"
    r"squared|squashed|signs are left|(has|have) become|right until|half precision|for its sign",
    "offset": r"off by\b|too (large|small) by|mean of all numbers is taken off",
    "part": r"right but|comes without|[Oo]nly its .* right|[Ii]t is its .* alone|"
    r"[Oo]nly the numbers|[Aa]ll (rows|columns|entries) but|and the others are right:|"
    r"all its other numbers are right|its .* numbers? (is|are) right",
    "constant": r"all zeros|the same whatever|[Aa]ll its numbers are the same(?! multiple)|"
    r"holds one number again",
    "ignores": r"does not depend on (?!\w+, and should)",
    "depends": r"\]? changes, and should not|changes with \S+\[[\d, ]+\], and should not|"
    r"epends on \w+, and should not",
    "always": r"always lies between|zero in places|should (each )?add up to|"
    r"same row more than once",
    "steady": r"(It|it) (changes|stays the same) when",
    "no part": r"is no part of a whole",
    "at zero": r"here \S+ is all, |here it should not be zero: ",
    "nonlinear": r"not linear in",
    "one by one": r"of what it gives for the [\w ]+ one by one",
    "terms": r"[Ii]t counts|[Ii]n place of the",
    "comes to": r"[Ii]t comes to .* in every case",
    "precision": r"nearly right|wrap around|is near, too",
    "departs loss": r"loss (itself )?goes wrong first",
    "departs forward": r"way forward goes wrong first",
    "goes wrong first layer": r"first layer goes wrong first",
    "departs ReLU": r"The ReLU goes wrong first",
    "departs second layer": r"second layer goes wrong first",
    "departs update": r"update,? goes wrong first",
    "departs back": r"way back through W2 or the ReLU goes wrong first",
    "points": r"[Ii]t takes f at|entries of x at once|complex numbers, and f",
    "running": r"has all those before it added",
    "truth": r"takes? the (truth|class|labels|first|last)",
    "machines": r"very machine has all of|each machine has its own|add up to the right|"
    r"only the first machine has|together the machines|divided by the number of machines",
    "bits": r"[Ii]t keeps \d+ bits|the neighbour (above|below)",
    "scale first": r"scale goes wrong first|The scale is right, and",
    "rests": r"this cell rests on it",
}
# For which arguments, and what another argument would have to be:
WHERE = {
    "size": r"wrong only where (the number of|there are)|wrong only with",
    "dtype": r"wrong only where (\S+ (holds|are) (whole|float32)|no argument holds|\S+ is of type)",
    "layout": r"wrong only for arrays that lie",
    "images": r"wrong only where \S+ has (more than (one axis|two axes)|a single axis)",
    "negative": r"wrong only where \S+ has numbers below zero",
    "choice": r'wrong only where \S+ is ("|None)',
    "as if": r"what would be right if",
    "only": r"wrong only (for scores in the thousands|where the right class is unlikely)",
    "zeros": r"is right where \S+ is all (zeros|ones)",
}
CLAIMS = SEEN | CONCLUDED | WHERE
"""By fact, the words by which messages claim it."""

MORE = re.compile(r"\bexpected\b|\?|[.:]\s+[A-Z]|a layer that is wrong|a right layer|in line \d")
"""What even an unspecific message has: a value to compare with, a question, or where to look."""

LINE = re.compile(r"in line \d+ of your cell: (.*?)(?: …|$)", re.MULTILINE)


class Verdict(Enum):
    """What became of a wrong answer, the worst first."""

    SURVIVES = "earns full marks"
    MISNAMED = "called what it is not"
    UNTRUE = "told what is not true of it"
    LEAKS = "told the answer"
    UNCLEAR = "told nothing, or an error of the check's own"
    UNNAMED = "told that it is wrong"
    RELATED = "told something true that is specific to it"
    NAMED = "named"


def judge(answer, said):
    """Return the verdict on what the cells said of a wrong answer, and the message it rests on."""
    failed = [one for one in said if one.message is not None]
    if not failed:
        return Verdict.SURVIVES, ""
    for one in failed:
        name = notebook.named(one.message)
        if name is not None and name not in answer.names:
            return Verdict.MISNAMED, one.message
        if name is None and _untrue(answer, one.message):
            return Verdict.UNTRUE, one.message
        if leak(answer, one.message):
            return Verdict.LEAKS, one.message
        if one.error is not None and not one.hidden:
            return Verdict.UNCLEAR, one.message
    first = failed[0]  # what a student reads
    if first.error is not None or not _own_line(answer, first.message):
        return Verdict.UNCLEAR, first.message
    if notebook.named(first.message):
        return Verdict.NAMED, first.message
    if specific(answer, first):
        return Verdict.RELATED, first.message
    return (Verdict.UNNAMED if MORE.search(first.message) else Verdict.UNCLEAR), first.message


def _own_line(answer, message):
    """Whether the line that a message blames, if any, is one of the answer's."""
    blamed = LINE.search(message)
    return blamed is None or " ".join(blamed[1].split()) in " ".join(answer.source.split())


VAGUE = {"others", "zeros"}
"""Claims that are true of many mistakes: that another result is right, or that zero gives zero."""
SEVERAL = re.compile(r"is above 1: compare")
"""And that what is done to several numbers is wrong."""


def specific(answer, said):
    """Whether a message says something true of this answer that is not true of every wrong one."""
    words = [fact.removeprefix("~") for fact in answer.facts if fact.startswith("~")]
    vague = VAGUE | ({"size"} if SEVERAL.search(said.message) else set())
    return any(word in said.message for word in words) or any(
        _is_fact(claim, answer) for claim in claims(said.message) - vague
    )


def _untrue(answer, message):
    """Return what a message concludes that is not true of the answer."""
    return {claim for claim in claims(message) - set(SEEN) if not _is_fact(claim, answer)}


def _is_fact(claim, answer):
    """Whether a claim is a fact, or says which kind of fact there is: "factor" for "factor 1/N"."""
    return claim in answer.facts or claim in {fact.split()[0] for fact in answer.facts}


def claims(message):
    """Return the facts that a message claims."""
    # What is said of a layer that a checker misjudges is not said of the checker, nor is it said of
    # a result how an argument would have to differ.
    message = re.sub(r"(a right layer|a layer that is wrong): .*", r"\1", message)
    found = {fact for fact, words in WHERE.items() if re.search(words, message)}
    message = re.sub(r"(what would be right if|t is right where) .*|Try it with .*", "", message)
    message = re.sub(r"(?<=here )(\S+ is all) zeros|(?<=not linear in ).*", r"\1", message)
    return found | {fact for fact, words in (SEEN | CONCLUDED).items() if re.search(words, message)}


# What would give the answer away


FORMULA = re.compile(r"[\w)\]] @ \w|\.T\b|\.sum\(|einsum|np\.\w+\(|[WXG]ᵀ|Σ")


OWN = re.compile(
    r"^(\[\S+\] )?\S+(:| is| =) (\([^)]*\)|\S+)|"
    r"\nTry it with .*|in line \d+ of your cell: .*|See chapter .*",
    re.MULTILINE,
)


def leak(answer, message):
    """Return what a message gives away: a formula, or a number that is asked for; or None."""
    # Its own line, its own numbers, and the case to try it with are the student's already.
    text = OWN.sub("", message)
    found = FORMULA.search(text)
    if found and found[0] not in answer.source and "f(x) = " not in text:
        return found[0]
    shown = _numbers(text) - _numbers(answer.source) - _numbers(notebook.question(*answer[:2]))
    return next(iter(sorted(shown & _asked_for(answer))), None)


def _numbers(text):
    """Return the numbers in a text, with as many digits as messages show."""
    found = re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", re.sub(r"(?<=\d)[,_](?=\d{3})", "", text))
    return {f"{float(number):.6g}" for number in found}


def _asked_for(answer):
    """Return the numbers that a cell asks for, but for those of one digit, which are everywhere."""
    names, _ = notebook.asked(answer.exercise, answer.cell)
    right = notebook.solved(answer.exercise, answer.cell)
    found = set()
    for value in map(right.get, names):
        if isinstance(value, Real | list | tuple):
            with contextlib.suppress(TypeError, ValueError):  # no numbers
                found |= {f"{abs(n):.6g}" for n in np.ravel(np.asarray(value, float)).tolist()}
    return {number for number in found if len(number.replace(".", "")) > 1}
