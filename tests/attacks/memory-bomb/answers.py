# %% double_answer
def double(x):
    kept = []
    while True:
        kept.append(bytearray(50_000_000))
