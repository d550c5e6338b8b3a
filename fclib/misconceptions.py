"""The catalogue of known wrong answers: what each computes, and what to tell the student.

The wrong formulas themselves, as functions, stand with the checks that look for them.
"""

from typing import NamedTuple

__all__ = ["CATALOGUE", "Misconception"]


class Misconception(NamedTuple):
    """One mistake: its id, the formula it computes, a hint, and where the course treats it.

    Attributes
    ----------
    id : str
        Stands in square brackets at the start of a message, and is an anchor in the chapter.
    formula : str
        What the mistake computes.
    hint : str
        What a student is told: a sentence or two that do not give the answer away.
    chapter : str
        The chapter's file name, such as ``01-neuron-to-layer``.
    section : str
        The title of the section in that chapter.
    """

    id: str
    formula: str
    hint: str
    chapter: str
    section: str

    @property
    def reference(self):
        """Where to read on, in words."""
        return f"See chapter {int(self.chapter[:2])}, “{self.section}”."


def _section(chapter, section, *rows):
    return [Misconception(*row, chapter, section) for row in rows]


_ROWS = [
    *_section(
        "01-neuron-to-layer",
        "Mistakes and how they show",
        (
            "forward-untransposed",
            "y_i = Σ_j W_ji x_j + b_i",
            "rows and columns of W have changed places. To which output does row i belong?",
        ),
        (
            "forward-elementwise",
            "y_i = W_ii x_i + b_i",
            "every output takes every input, not only the one across from it.",
        ),
        (
            "bias-missing",
            "y_i = Σ_j W_ij x_j",
            "the sums of products are right, and something that each output owns is left out.",
        ),
        (
            "bias-per-product",
            "y_i = Σ_j (W_ij x_j + b_i)",
            "the bias comes in once for each product. How often does an output need it?",
        ),
        (
            "bias-of-first-output",
            "y_i = Σ_j W_ij x_j + b_1",
            "every output got the same bias, the first.",
        ),
        (
            "bias-subtracted",
            "y_i = Σ_j W_ij x_j − b_i",
            "the bias has the wrong sign.",
        ),
        (
            "last-product-only",
            "y_i = W_iD x_D + b_i",
            "each product takes the place of the one before it, so only the last is left.",
        ),
        (
            "total-not-reset",
            "y_i = Σ_{k≤i} Σ_j W_kj x_j + b_i",
            "from the second output on, each starts from what the one before it left behind.",
        ),
        (
            "returned-too-early",
            "[y_1]",
            "the function leaves its loop after the first output. Where does return stand?",
        ),
        (
            "activation-inside",
            "y_i = max(0, Σ_j W_ij x_j + b_i)",
            "negative outputs have become zeros; the layer itself has no activation.",
        ),
        (
            "forward-mean",
            "y_i = Σ_j W_ij x_j / D + b_i",
            "an output is a sum over the inputs, and this is a mean.",
        ),
        (
            "sign",
            "−y",
            "every value has the opposite sign.",
        ),
        (
            "output-dtype-of-input",
            "y, cut to integers",
            "the fractions are lost. A result may need them even where x holds integers.",
        ),
        (
            "hard-coded-shape",
            "sums over the sizes of one example",
            "the sizes of one example stand in the code. Take them from the arguments.",
        ),
        (
            "square-assumed",
            "sums over as many inputs as there are outputs",
            "this works only where W has as many rows as columns. Which loop runs along which?",
        ),
        (
            "hard-coded-answer",
            "the numbers of one example",
            "these are the numbers of the worked example, whatever the arguments.",
        ),
        (
            "input-destroyed",
            "x changed in place",
            "x belongs to the caller, who may need it again. Put results into a new list.",
        ),
        (
            "weights-destroyed",
            "W or b changed in place",
            "W and b belong to the caller, who will need them again. Put results into a new list.",
        ),
        (
            "state-kept",
            "a result that depends on earlier calls",
            "the second call with the same arguments gave another result. "
            "Build the result anew in each call.",
        ),
    ),
    *_section(
        "01-neuron-to-layer",
        "Counting parameters",
        (
            "biases-uncounted",
            "M·D",
            "the weights are all there; the layer has parameters besides them.",
        ),
        (
            "bias-per-input",
            "M·D + D",
            "the number of biases is not right. To what does one bias belong?",
        ),
        (
            "single-bias",
            "M·D + 1",
            "one bias for the whole layer is too few.",
        ),
        (
            "nodes-counted",
            "D + M",
            "these are the inputs and outputs. The weights sit on the connections between them.",
        ),
        (
            "channels-uncounted",
            "M·H·W + M",
            "these are the inputs from one channel, and the layer takes those of all channels.",
        ),
    ),
]

CATALOGUE = {row.id: row for row in _ROWS}
"""Every misconception by its id."""
