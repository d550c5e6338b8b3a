# %% split_answer
def split(x, *, at=1):
    while True:
        yield x
