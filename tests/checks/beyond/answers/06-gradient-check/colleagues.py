# %% right: a tuple of NumPy's booleans
verdicts = tuple(np.array([True, False, True]))
cleared_though_wrong = "C"

# %% all cleared | verdicts | - | ~verdict on B
verdicts = [True, True, True]

# %% the wrong way round | verdicts | - | ~verdict on A
verdicts = [False, True, False]

# %% C rejected | verdicts | - | ~verdict on C
verdicts = [True, False, False]

# %% text for verdicts | verdicts | - | kind
verdicts = ["True", "False", "True"]

# %% a dict | verdicts | - | ~three verdicts
verdicts = {"A": True, "B": False, "C": True}

# %% two verdicts | verdicts | - | ~three verdicts
verdicts = [True, False]

# %% numbers | verdicts | - | kind
verdicts = [1, 0, 1]

# %% B, which divides by the batch | limit | - | ~which layer
cleared_though_wrong = "B"

# %% A | limit | - | ~which layer
cleared_though_wrong = "A"

# %% a small letter | limit | - | ~expected a capital letter
cleared_though_wrong = "c"

# %% its number | limit | - | ~expected a capital letter
cleared_though_wrong = 2

# %% a list | limit | - | ~expected a capital letter
cleared_though_wrong = ["C"]

# %% the function | limit | - | ~expected a capital letter
cleared_though_wrong = forward_c
