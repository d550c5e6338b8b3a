# %% double_answer
def double(x):
    while True:
        pass
