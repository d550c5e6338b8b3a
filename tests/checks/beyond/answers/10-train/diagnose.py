# %% right: other thresholds
def diagnose(log):
    loss, accuracy, norm = log["loss"], log["accuracy"], log["W1_norm"]
    if any(value is None for value in loss) or loss[-1] > 1e3 * loss[0]:
        return "sign"
    if max(v for v in norm if v is not None) == 0:
        return "zero-initialised"
    if len(set(norm)) == 1 and len(set(accuracy)) == 1 and norm[0] < 20:
        return "updated-copy"
    if norm[-1] > 50:
        return "learning-rate-too-large" if norm[-1] < 1.5 * norm[0] else "gradients-accumulate"
    if accuracy[-1] < 0.4:
        return "labels-shuffled"
    return "grad-W-mean-twice" if loss[2] > 0.6 else "healthy"

# %% always healthy | formula | - | ~the same of all eight
def diagnose(log):
    return "healthy"

# %% by the number of the run | formula | - | ~right of 1 of 8
names = iter(["sign", "healthy"] * 99)


def diagnose(log):
    return next(names)

# %% healthy for mean-twice | part | - | ~too long
# from other thresholds: return "grad-W-mean-twice" if loss[2] > 0.6 else "healthy" => return "healthy"

# %% slow for healthy | part | - | ~Is anything wrong
# from other thresholds: return "grad-W-mean-twice" if loss[2] > 0.6 else "healthy" => return "grad-W-mean-twice"

# %% the copy for zeros | part | - | ~what is it
# from other thresholds: return "zero-initialised" => return "updated-copy"

# %% zeros for the copy | part | - | ~What changes
# from other thresholds: return "updated-copy" => return "zero-initialised"

# %% too large for accumulated | part | - | ~What does W1_norm do
# from other thresholds: else "gradients-accumulate" => else "learning-rate-too-large"

# %% accumulated for too large | part | - | ~jump once
# from other thresholds: return "learning-rate-too-large" if => return "gradients-accumulate" if

# %% shuffled for sign | part | - | ~Which way
# from other thresholds: return "sign" => return "labels-shuffled"

# %% a threshold too high | threshold | - | ~becomes of the held-out
# from other thresholds: accuracy[-1] < 0.4 => accuracy[-1] < 0.01

# %% a threshold too low | threshold | - | ~right of 6 of 8
# from other thresholds: accuracy[-1] < 0.4 => accuracy[-1] < 0.999

# %% an underscore for a hyphen | kind | - | ~none of the eight
# from other thresholds: return "updated-copy" => return "updated_copy"

# %% a capital | kind | - | ~none of the eight
# from other thresholds: else "healthy" => else "Healthy"

# %% a number | kind | - | ~none of the eight
# from other thresholds: return "sign" => return 1

# %% a list | kind | - | ~none of the eight
# from other thresholds: return "sign" => return ["sign"]

# %% None where nothing is known | kind | - | kind, ~For others it gives something
# from other thresholds: return "grad-W-mean-twice" if loss[2] > 0.6 else "healthy" => return None

# %% compares None with a number | error | - | error, ~of this run
# from other thresholds: if any(value is None for value in loss) or loss[-1] > 1e3 * loss[0]: => if loss[-1] > 1e3 * loss[0]:

# %% a key that logs lack | error | - | error
# from other thresholds: log["W1_norm"] => log["W1"]

# %% the numbers of the shown runs | formula | - | ~the same of all eight
def diagnose(log):
    shown = {}
    kinds = ["sign"]
    names = ["labels-shuffled", "learning-rate-too-large", "healthy", "grad-W-mean-twice"]
    names += ["zero-initialised", "gradients-accumulate", "sign", "updated-copy"]
    for name, run in zip(names, load_runs()):
        shown[repr(run)] = name
    return shown.get(repr(log), "healthy")

# %% by the accuracy alone | formula | - | ~It says labels-shuffled of
def diagnose(log):
    a = log["accuracy"][-1]
    if a > 0.95:
        return "healthy"
    if a > 0.8:
        return "grad-W-mean-twice"
    return "labels-shuffled"

# %% a growing loss is a sign, None last | formula | - | ~It says healthy of
def diagnose(log):
    if log["loss"][-1] is None or log["loss"][-1] > log["loss"][0]:
        return "sign"
    if log["W1_norm"][-1] == 0:
        return "zero-initialised"
    return "healthy"
