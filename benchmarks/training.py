"""Chapter 10's network, trained to 97 % of held-out digits, here, in scikit-learn and in PyTorch.

The same data, sizes, batches and plain SGD; float64; one thread each, and the processor's time, as
in products.py. Only the training is timed, not the reading of held-out digits.
"""

import time
from statistics import median

import numpy as np

from benchmarks.optional import optional, threads
from benchmarks.timing import row
from fclib import initialise, load_digits, two_layer_scores
from fclib.network import train

TARGET, LAST_EPOCH, SEEDS = 0.97, 60, 9
HIDDEN, BATCH, RATE = 32, 32, 0.5

torch, sklearn = optional("torch"), optional("sklearn.neural_network")


def results():
    """Yield the rows: seconds to the target, and epochs, since they start from other weights."""
    contestants = {"fclib": fclib_epochs}
    if sklearn is not None:
        contestants["scikit-learn"] = sklearn_epochs
    if torch is not None:
        contestants["PyTorch"] = torch_epochs
    runs = {name: [] for name in contestants}
    with threads(1):
        for seed in range(-1, SEEDS):
            for name in list(contestants)[:: 1 if seed % 2 else -1]:
                run = time_to_target(contestants[name], max(seed, 0))
                if seed >= 0:  # the first one warms up
                    runs[name].append(run)
    to_target = {name: median(seconds for seconds, _, _ in r) for name, r in runs.items()}
    epoch = {name: median(seconds / n for seconds, n, _ in r) for name, r in runs.items()}
    for name, seconds in to_target.items():
        epochs = median(n for _, n, _ in runs[name])
        missed = sum(not reached for _, _, reached in runs[name])
        case = {"library": name, "epochs": epochs, "missed": missed, "of": SEEDS}
        ratio = seconds / to_target["fclib"]
        yield row(f"training to 97 %, {name}", seconds, "s", "fclib", ratio, **case)
        ratio = epoch[name] / epoch["fclib"]
        yield row(f"training, an epoch, {name}", epoch[name] * 1e3, "ms", "fclib", ratio, **case)


def time_to_target(epochs, seed):
    """Return the seconds of training, how many epochs they were, and whether it got there."""
    images, target = load_digits()
    x = images.reshape(len(images), 64) / 16
    order = np.random.default_rng(seed).permutation(len(x))
    taught, held_out = order[:1437], order[1437:]
    read = epochs(x[taught], target[taught], seed)
    seconds = 0.0
    for epoch in range(1, LAST_EPOCH + 1):
        start = time.thread_time()
        predict = next(read)
        seconds += time.thread_time() - start
        if np.mean(predict(x[held_out]) == target[held_out]) >= TARGET:
            return seconds, epoch, True
    return seconds, LAST_EPOCH, False


def fclib_epochs(x, target, seed):
    """Train one epoch after the other; yield what reads digits."""
    rng = np.random.default_rng(seed)
    parameters = initialise(64, HIDDEN, 10, rng=rng)
    options = {"epochs": 1, "batch_size": BATCH, "learning_rate": RATE, "rng": rng}
    while True:
        train(x, target, parameters, **options)
        yield lambda x: two_layer_scores(x, *parameters).argmax(axis=1)


def sklearn_epochs(x, target, seed):
    """As above with MLPClassifier: plain SGD, no momentum, no penalty, as ours."""
    network = sklearn.MLPClassifier(
        (HIDDEN,),
        solver="sgd",
        momentum=0,
        alpha=0,
        batch_size=BATCH,
        learning_rate_init=RATE,
        random_state=seed,
    )
    while True:
        network.partial_fit(x, target, classes=range(10))  # one epoch
        yield network.predict


def torch_epochs(x, target, seed):
    """As above with PyTorch in float64, as ours, from weights drawn as ours."""
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2 = map(torch.from_numpy, initialise(64, HIDDEN, 10, rng=rng))
    network = torch.nn.Sequential(
        torch.nn.Linear(64, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 10)
    ).double()
    network.load_state_dict({"0.weight": W1, "0.bias": b1, "2.weight": W2, "2.bias": b2})
    optimiser = torch.optim.SGD(network.parameters(), lr=RATE)
    x, target = torch.from_numpy(x), torch.from_numpy(target)
    while True:
        order = torch.from_numpy(rng.permutation(len(x)))
        for batch in order.split(BATCH):
            loss = torch.nn.functional.cross_entropy(network(x[batch]), target[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

        def read(x):
            with torch.no_grad():
                return network(torch.from_numpy(x)).argmax(1).numpy()

        yield read
