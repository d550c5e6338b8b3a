# %% double_answer
def double(x):
    return [type(f"C{number}", (), {})() for number in range(100_000)]
