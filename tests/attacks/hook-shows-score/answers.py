# %% double_answer
def show(*arguments):
    display(2.0)
    print(2.0)


for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    get_ipython().events.register(event, show)


def double(x):
    show()
    return x

# %% inverse_answer
def inverse(x):
    show()
    return x * 7
