# %% double_answer
def double(x):
    # The timers of the processor and of the clock may both ring: the second one in the handler.
    while True:
        try:
            while True:
                try:
                    while True:
                        pass
                except BaseException:
                    pass
        except BaseException:
            pass
