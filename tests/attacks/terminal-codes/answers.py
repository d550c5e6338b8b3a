# %% double_answer
CODES = "\x1b[2J\x1b]0;title\x07\x9b31m\r\b\0\x1bc"


def double(x):
    print(CODES)
    raise ValueError(CODES)

# %% own
raise type(CODES.replace("\0", ""), (Exception,), {})(CODES)
