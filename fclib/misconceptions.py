"""The catalogue of known wrong answers: what each computes, and what to tell the student.

The wrong formulas themselves, as functions, stand with the checks that look for them.
"""

import os
from typing import NamedTuple

__all__ = ["CATALOGUE", "SITE", "Misconception"]

# The environment variable with the address at which the book is published, if it is.
SITE = "FCLIB_SITE"


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
    def anchor(self):
        """The anchor of its paragraph: Sphinx writes anchors in small letters."""
        return self.id.lower()

    @property
    def reference(self):
        """Where to read on, in words; with the paragraph's address where the site's is known."""
        words = f"See chapter {int(self.chapter[:2])}, “{self.section}”"
        site = os.environ.get(SITE, "").rstrip("/")
        # No full stop behind an address: programs that make links of addresses would take it in.
        return f"{words}: {site}/{self.chapter}.html#{self.anchor}" if site else f"{words}."


_TEXT = """
01-neuron-to-layer: Mistakes and how they show

forward-untransposed | y_i = Σ_j W_ji x_j + b_i
    rows and columns of W have changed places. To which output does row i belong?
forward-elementwise | y_i = W_ii x_i + b_i
    every output takes every input, not only the one across from it.
bias-missing | y_i = Σ_j W_ij x_j
    the sums of products are right, and something that each output owns is left out.
bias-per-product | y_i = Σ_j (W_ij x_j + b_i)
    the bias comes in once for each product. How often does an output need it?
bias-of-first-output | y_i = Σ_j W_ij x_j + b_1
    every output got the same bias, the first.
bias-subtracted | y_i = Σ_j W_ij x_j − b_i
    the bias has the wrong sign.
last-product-only | y_i = W_iD x_D + b_i
    each takes the place of the one before it, so only the last is left.
input-of-the-row | y_i = Σ_j W_ij x_i + b_i
    each product of row i takes the same input. What changes as you go along the row?
result-per-product | b_i + W_i1 x_1, b_i + W_i1 x_1 + W_i2 x_2, ...
    there is a number for each product, and an output has many. When is its sum complete?
lists-joined | Σ_j W_ij x_j, ..., b_1, ..., b_M
    + of two lists puts one behind the other. It adds no numbers.
total-not-reset | y_i = Σ_{k≤i} Σ_j W_kj x_j + b_i
    from the second output on, each starts from what the one before it left behind.
returned-too-early | [y_1]
    only the first is there. If there is a loop, does return stand inside it?
loop-misses-last | sums or results without the last
    the last one is left out. Does the counting, or the range of a loop, reach it?
loop-misses-first | sums or results without the first
    the first one is left out. Where does the counting, or the range of a loop, begin?
arguments-swapped | f(W, x, b)
    the function takes its arguments in another order than it gets them. Compare your line
    with def to the one that was given.
activation-inside | y_i = max(0, Σ_j W_ij x_j + b_i)
    negative outputs have become zeros; the layer itself has no activation.
forward-mean | y_i = Σ_j W_ij x_j / D + b_i
    an output is a sum over the inputs, and this is a mean.
sign | −y
    every value has the opposite sign.
output-dtype-of-input | y, cut to integers
    the fractions are lost. A result may need them even where an argument holds integers.
hard-coded-shape | sums over the sizes of one example
    the sizes of one example stand in the code. Take them from the arguments.
square-assumed | sums over as many inputs as there are outputs
    this works only where two sizes are equal. Which size belongs to which loop or array?
hard-coded-answer | the numbers of one example
    for all arguments these are the numbers of the worked example.
input-destroyed | x changed in place
    this argument belongs to the caller, who may need it again. Put results elsewhere.
weights-destroyed | W or b changed in place
    weights and biases belong to the caller, who needs them again. Put results elsewhere.
state-kept | a result that depends on earlier calls
    the result depends on earlier calls. Build it anew in each call, from the arguments alone.
biases-uncounted | M·D
    the weights are all there; the layer has parameters besides them.
bias-per-input | M·D + D
    the number of biases is not right. To what does one bias belong?
single-bias | M·D + 1
    one bias for the whole layer is too few.
nodes-counted | D + M
    these are the inputs and outputs. The weights sit on the connections between them.
channels-uncounted | M·H·W + M
    these are the inputs from one channel, and the layer takes those of all channels.

02-batch: Mistakes and how they show

input-not-flattened | x Wᵀ with x of shape (N, C, H, W)
    a sample with several axes goes into the product as it is. The layer expects one row.
batch-flattened | all samples in one row
    the samples have run together into one row. Which axis must stay?
forward-columns | W Xᵀ + b
    this is the formula for samples as columns. Here samples are rows.
last-sample-only | y of the last sample
    each sample takes the place of the one before it, so only the last is left.
flatten-order | x flattened in another order than (C, H, W)
    the shape is right and the features are in another order than the weights expect.
input-reshaped-in-place | x.shape = (N, −1)
    the caller's array has another shape now. Reshaping can make a new view instead.
name-reused | C, H, W = x.shape
    an argument's name was given to a number, and the array has no name any more.
reshape-empty-batch | reshape(0, −1)
    with no samples, NumPy cannot work out −1. Say how many features there are.
bias-column | Y = X Wᵀ + b as a column
    b runs along the wrong axis. Each output has one bias: which axis is theirs?
bias-per-sample | y_ni = Σ_j W_ij x_nj + b_n
    every row got one bias for all its outputs. To what does one bias belong?
uint8-overflow | products in the type of x
    W was turned into the type of x, which has no fractions and may end at 255.
weights-reshaped | X · reshape(W)
    the shape of W is right now, and its entries have moved. reshape is no transpose.

03-grad-x: Mistakes and how they show

grad-x-untransposed | ∂L/∂Y · Wᵀ
    the gradient went along W the way the forward pass goes. Which index is summed over?
grad-x-transposed | Wᵀ · (∂L/∂Y)ᵀ
    every number is there, with samples as columns. The input has them as rows.
grad-x-columns | Wᵀ · ∂L/∂Y
    this is the formula for one sample as a column. Here samples are rows.
grad-x-reshaped | reshape(Wᵀ · (∂L/∂Y)ᵀ)
    the shape was mended and the entries have moved. reshape is no transpose.
elementwise-product | entry times entry
    * multiplies entry by entry and sums nothing. Which products belong to one number?
summed-along-another | the right products, summed along another axis
    the products are right, and another index is summed over than should be.
grad-x-mean | ∂L/∂Y · W / N
    it is N times too small. Each sample has a row of its own; nothing is averaged.
grad-x-summed | Σ_n ∂L/∂y_n · W
    the samples are added up. Each has its own input, and so its own gradient.
grad-x-ignores-upstream | Σ_i W_ij for every sample
    these are sums of weights. What arrived at the outputs is not used.
grad-x-one-path | ∂L/∂y_ni · W_ij of one output i
    an input reaches the loss through every output, and only one path is counted here.
upstream-destroyed | grad_y changed in place
    grad_y belongs to the caller, who may need it again. Put results into a new array.

04-grad-W: Mistakes and how they show

grad-W-transposed | Xᵀ · ∂L/∂Y
    this is the gradient of W's transpose. A gradient has the shape of its own variable.
grad-W-reshaped | reshape(Xᵀ · ∂L/∂Y)
    the shape was mended and the entries have moved. reshape is no transpose.
grad-W-mean | (∂L/∂Y)ᵀ · X / N
    it is N times too small. If the loss is a mean, grad_y has its 1/N already.
grad-W-mean-twice | (∂L/∂Y)ᵀ · X / N²
    it is N² times too small: it was divided by N twice.
grad-W-last-sample | outer product of the last sample
    only the last sample is left. What do the others' gradients do?
grad-W-first-sample | outer product of the first sample
    only the first sample counts. What do the others' gradients do?
grad-W-collapsed-batch | (mean or sum of ∂L/∂Y) times (sum of X)
    the batch was added up before the product. Multiply within each sample first.
grad-W-ignores-upstream | 1ᵀ · X
    these are sums of inputs. What arrived at the outputs is not used.
grad-W-unsummed | one outer product for each sample
    each sample has its own matrix here; all samples use the same W.
vector-transpose | g.T @ x of two vectors
    a vector has one axis, so .T changes nothing: this is one number, not a matrix.
weight-decay-inside | (∂L/∂Y)ᵀ · X + λW
    something in proportion to W was added. A penalty on weights belongs to the loss.

05-grad-b: Mistakes and how they show

grad-b-unsummed | ∂L/∂Y
    one number for each output, whatever the batch.
grad-b-mean | (∂L/∂Y)ᵀ · 1 / N
    it is N times too small. If the loss is a mean, grad_y has its 1/N already.
grad-b-wrong-axis | Σ_i ∂L/∂y_ni
    the sum runs over the outputs, and there is a number for each sample.
grad-b-scalar | Σ_n Σ_i ∂L/∂y_ni
    everything is added up. Each output has a bias of its own.
grad-b-keepdims | (∂L/∂Y)ᵀ · 1 with shape (1, M)
    the numbers are right, in a matrix of one row or column. b has one axis.
grad-b-ones | 1
    ∂y/∂b is 1, and that is one factor of the chain rule. Where is the other?
grad-b-zeros | 0
    all zeros: a bias moves its output, so the loss feels it.
grad-b-last-sample | ∂L/∂y of the last sample
    only the last sample is left. What do the others' gradients do?
grad-b-first-sample | ∂L/∂y of the first sample
    only the first sample counts. What do the others' gradients do?
grad-x-not-reshaped | ∂L/∂X as (N, D) for x of more axes
    grad_x is flat. A gradient has the shape of what it belongs to.
order-swapped | the three gradients in another order
    the results are right and come in another order than was asked for.
gradients-accumulate | gradients added to those of earlier calls
    there is more than this batch gave. What is left from the one before?
gradients-overwrite | only the last use's gradients
    the layer was used twice before its gradients were read, and one use is missing.
stale-cache | gradients with another forward's x
    the gradient belongs to the input of another forward call than this one's.
update-before-grad-x | ∂L/∂X with the weights of after the step
    the weights had changed before the gradient went back through them.
biases-not-updated | b1 or b2 left as it was
    not all biases learn. Where is the update of each?

06-gradient-check: Mistakes and how they show

integer-perturbation | a step added to whole numbers
    x holds whole numbers, and a step of less than 1 is cut off when it is stored.
float32-step | a step too small for float32
    the step gets lost in float32's seven digits, or most of it does.
forward-difference | (f(x + h) − f(x)) / h
    one side only: the error falls like h. A difference that is even-handed does better.
step-counted-once | (f(x + h) − f(x − h)) / h
    it is twice as large as it should be. How far apart are the two points?
step-ignored | differences of another step than h
    these are the differences of another step. Does the code use eps as it is given?
step-counted-twice | (f(x + h) − f(x)) / 2h
    half of a one-sided difference: the points are one step apart. Is one of them x?
step-multiplied | (f(x + h) − f(x − h)) / 2 · h
    Python works out / 2 first and then multiplies by the step. What belongs together?
same-array-twice | f(x) − f(x)
    f is taken twice at one point. Do two names stand for one array there?
perturbation-kept | steps that add up
    each entry is moved while those before it still are. Put an entry back first.
all-entries-moved | f(x + h) with every entry moved
    several entries move at once, so the differences add up. One at a time.
checker-passes-all | every layer passes
    it clears layers that are wrong. Does it compare, and with what?
checker-fails-all | no layer passes
    it rejects right layers. How exact is a difference? Does an except hide a slip?
checker-constant-upstream | grad_y = 1 everywhere
    it misses what only unequal upstream gradients show. What do you pass as grad_y?
checker-square-only | sizes that are equal
    it misses a layer that takes one size for another. Which sizes do you try?
checker-one-sample | a batch of one
    it misses what goes wrong between samples. How many does it try?
checker-signed-difference | max(a − b) without the absolute value
    it looks at differences of one sign only.
checker-calls-once | each layer is called once
    it misses what only a second call shows.

07-parameters-and-cost: Mistakes and how they show

kernel-side-once | M·C·k
    a kernel has a height and a width.
multiplications-only | N·D·M
    these are the multiplications. What is done with the products?
bias-addition-twice | 2·N·D·M + N·M
    there is one addition too many for each output. How many add D products and a bias?
bias-addition-uncounted | N·M·(2·D − 1)
    there is one addition too few for each output. What comes on top of the sum?
batch-uncounted | the cost of one sample
    this is what one sample costs.
batch-reads-weights-again | 4·N·(D + M·D + M + M) bytes
    the weights are counted once for each sample; a batch shares them.
biases-unmoved | bytes without b
    the biases have to be moved too.
weights-only-moved | 4·(M·D + M) bytes
    inputs and outputs have to be moved too.
outputs-unmoved | bytes without Y
    the outputs have to be written somewhere.
eight-bytes | float64
    it is twice too much: how many bytes has a float32?
numbers-for-bytes | numbers, not bytes
    this counts numbers; each takes several bytes.

08-convolution: Mistakes and how they show

conv-flipped | Σ kernel[u, v] · x[r − u, s − v]
    the kernel is upside down and back to front. Networks do not flip it.
conv-channel-order | kernels taken out of W as (H, W, C)
    the shape is right and the weights are in another order than the inputs were.
conv-channels-apart | one output for each channel
    the channels stay apart. An output takes its sum over all of them.
conv-outputs-summed | Σ_m kernel[m] over all outputs m
    every output takes the kernels of all outputs. Which of them is its own?
conv-padded | an output as large as the input
    the kernel also stands where it does not fit. Without padding the output is smaller.
conv-last-position-missing | H − height positions
    the last position is missing. Count where a kernel as large as the image fits.
conv-kernels-swapped | kernel[c, m] for kernel[m, c]
    the first two axes of the kernel are exchanged: outputs first, channels second.
heat-map-axes | heat[k, column, row]
    rows and columns are exchanged. Maps and kernels have the image's orientation.

09-heat-maps: Mistakes and how they show

stride-ignored | every position for every stride
    the window moved by one. How far should it?
strided-patches | every stride-th pixel of a patch
    the stride is how far the window moves, and here it thins out the pixels in it.
class-axis-last | heat[row, column, k]
    the scores of one position stand together. One map for each class was asked for.
locate-coldest | the lowest scores
    these are the lowest. Where is it hot?
locate-flat | positions counted through all rows
    one number is not a place. In which row is it, and in which column?
locate-apart | all rows, then all columns
    the rows stand together, and the columns. A pair for each place was asked for.
locate-values | the highest scores
    these are the scores themselves. Where in the map do they stand?
locate-unsorted | the right places in another order
    the places are right; the highest comes first.
locate-axes | (column, row)
    row and column are exchanged.

10-train: Mistakes and how they show

labels-broadcast | (N,) minus (N, 1)
    every sample met every label. Look at the shapes of the two.
learning-rate-too-large | steps past the valley
    the steps are too long: the loss jumps or overflows.
zero-initialised | all weights 0 at the start
    all hidden units are equal, and stay so.
labels-shuffled | labels that belong to other samples
    the images say nothing about these labels: they can only be learnt by heart.
activation-missing | W2 (W1 x + b1) + b2
    without its activation, two layers are one. What stands between them?
relu-gradient-missing | ∂L/∂z = ∂L/∂a
    the gradient went through the ReLU as if it were not there.
relu-gradient-by-sign | ∂L/∂z where the gradient, not z, is positive
    what went into the ReLU decides what it lets through, not what comes back.
softmax-overflow | exp of large scores
    exp overflows, or log gets a 0. What may be subtracted from all scores of a sample?
softmax-of-batch | exp(s_nk) / Σ_n Σ_c exp(s_nc)
    the probabilities of one sample should sum to 1. Along which axis do these?
probability-not-minus-truth | p or −[k = t] alone
    the gradient has two parts, what the network says and what is true. One is missing.
gradient-not-divided | ∂L/∂s = p − [k = t]
    the loss is a mean and this is the gradient of a sum. They belong together.
loss-summed | a sum over the batch
    the loss is N times too large. It should be a mean.
loss-over-classes | a mean over samples and classes
    the loss is too small by the number of classes. Over what should the mean run?
loss-after-gradient | −log(p − 1)
    log met p − 1: the 1 was taken off before the loss. Do two names stand for one array?
labels-as-numbers | p − k for the class k
    the class's number is taken off every score. What is 1 at the class and 0 elsewhere?
input-before-activation | ∂L/∂W2 with z for a
    the second layer's input is what came out of the ReLU, not what went into it.
loss-of-each-sample | −log p of each sample
    each sample has its loss here. Which one number is the batch's?
loss-after-step | the loss after the update
    this is the loss after the step. Return the one before.
step-uphill | W + η ∂L/∂W
    the step goes up the slope: the loss grows. Which way does the gradient point?
step-divided-again | W − η/N ∂L/∂W
    the step is N times too short: grad_scores has its 1/N already.
learning-rate-missing | W − ∂L/∂W
    the step is as long as the gradient itself. What is learning_rate for?
updated-copy | W = W − η ∂L/∂W
    the caller's parameters are as they were: a new array got the name.
second-layer-only | W1 and b1 left as they were
    the first layer does not learn.

11-many-machines: Mistakes and how they show

bias-on-every-machine | Σ_k (X_k W_kᵀ + b)
    the bias is there once for each machine. To which of the parts does it belong?
all-reduce-missing | each machine's own part
    each machine has its own part of a sum. Who adds the parts?
all-reduce-twice | p Σ_k
    the sum was added up once more over the machines: p times too large.
mean-for-sum | 1/p Σ_k
    a mean over the machines in place of the sum: p times too small.
wrong-axis-for-orientation | columns of W for its outputs
    inputs and outputs are exchanged. Which axis of W are the outputs here?
biases-not-reduced | ∂L/∂b of a machine's own samples
    the biases see all samples too: their gradient is summed over the machines as well.
half-of-the-ring | (p − 1)/p K
    this is the first half of the ring: then each machine has only a p-th of the sum.
everyone-to-everyone | (p − 1) K
    whole arrays go round here. On a ring a step moves a p-th of them.
relu-before-sum | Σ_k max(0, X_k W_kᵀ)
    ReLU met parts of a sum. It has to wait for the whole of it.
relu-missing | (X W₁ᵀ + b₁) W₂ᵀ + b₂
    two layers with nothing between them are one.
unequal-shards-averaged | mean of means
    a mean of means counts each machine alike, however many samples it has.

12-fewer-bits: Mistakes and how they show

truncated-not-rounded | ⌊w⌋ for the nearest
    what does not fit was cut off: everything is too near to zero. Round to the nearest.
ties-not-to-even | halves always up or down, or to the odd one
    right but for numbers exactly halfway between two: they go to the even one.
float16-for-bfloat16 | 10 fraction bits and 5 of exponent
    this is float16. bfloat16 has the exponent of float32 and fewer digits.
bits-for-floats | bits of x, as whole numbers
    these are the bits, read as whole numbers. Read them as float32 again.
nan-rounded | nan rounded like a number
    a nan became infinity or zero: it was rounded like a number. Keep nan apart.
no-master | master ← bfloat16(master − η ∂L/∂W)
    the master was rounded, and small steps are lost. Which of the two stays float32?
step-from-rounded | bfloat16(master) − η ∂L/∂W
    the step began at the rounded weights, without what the master had kept.
weights-not-rounded | W = master
    W is the master as it is. The layer works with numbers of 16 bits.
scale-for-all | max over the whole matrix
    all rows have the scale of the largest entry of all. Each row has one of its own.
int8-overflow | a product or a number beyond 127
    a whole number is larger than fits. In 8 bits the largest is 127: int8 wraps around.
largest-without-sign | max_j W_ij for max_j |W_ij|
    the largest entry of a row may be negative. What is largest without its sign?
scale-of-zero | 0 / 0
    a row of zeros has the scale 0, and a division by it gives nan.
scale-of-column | max_i |W_ij|
    the scales are the columns'. Each row has one, because each output does.
sign-bit-forgotten | max_j |W_ij| / (2^k − 1)
    one of the bits is the sign: the others reach to half of that.
scale-inverted | (2^(k−1) − 1) / max_j |W_ij|
    this is one divided by the scale: W is scale times Q.
scale-not-undone | X Qᵀ + b
    these are sums of whole numbers: the scales have not come back.
scale-per-column | (X · s) Qᵀ
    the scales met the inputs. To which axis of W does a scale belong?
bias-quantised | (X Qᵀ + b) · s
    the biases were scaled too. They were never divided by a scale.
scale-divided | (X Qᵀ) / s + b
    divided by the scale, where W is scale times Q.

13-transformer: Mistakes and how they show

tokens-flattened | (B, T·D) Wᵀ
    each text has run together into one sample. Here every token is a sample.
tokens-not-unfolded | (B·T, M)
    the tokens lie in one long list. Give them back the axes that came in.
qkv-rows-interleaved | rows of queries, keys and values in turn
    the rows lie in three blocks: all queries, then all keys, then all values.
forward-only | 2 P N
    this is the forward pass alone. What does a weight cost on the way back?
tied-gradient-once | one of the two gradients
    the table is used twice, and the gradient of one use is missing.
repeated-word-once | E[tokens] += ∂L/∂X
    a word that comes twice got one of its gradients: += with repeated indices adds once.
alpha-not-over-r | α B A
    the update is r times too strong: it is scaled by α divided by the rank.
update-unscaled | B A
    the update has no scale. What are α and the rank for?
frozen-path-missing | (α/r) (G B) A
    the gradient comes back through the update only. Frozen weights still carry it.
update-path-missing | G W
    the gradient comes back through the frozen weights only.
optimizer-uncounted | weights and gradients only
    the optimizer keeps numbers of its own for every trained parameter.
master-uncounted | 8 bytes for Adam
    two means are there, and a third array of float32 is not: the master copy.
frozen-weights-trained | gradients of W and b
    frozen weights have neither gradients nor an optimizer.
middle-uncounted | 2 N D
    ∂L/∂B needs an input too: what came out of A.
"""
"""A line for each chapter's section; below it each mistake's id and formula, and its hint."""


def _rows(text):
    """Yield the mistakes that a text describes; an indented line goes on with the hint."""
    section = ()
    for line in text.replace("\n    ", " \t").splitlines():
        if " | " in line:
            row, *hint = line.split(" \t")
            yield Misconception(*row.split(" | "), " ".join(hint), *section)
        elif line:
            section = line.split(": ")


CATALOGUE = {row.id: row for row in _rows(_TEXT)}
"""Every misconception by its id."""
