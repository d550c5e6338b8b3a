# %% double_answer
from helpers import twice


def double(x):
    return twice(x)


# %% own
print(open("data/notes.txt").read())
open("written.txt", "w").write("fine")
