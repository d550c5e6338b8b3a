# %% double_answer
class Figure:
    def savefig(self, file, **options):
        file.write(b"\x89PNG\r\n\x1a\n" + bytes(10_000_000))


def double(x):
    return 0 * x


display(Figure())

# %% own
display(Figure())

# %% own
display(Figure())

# %% own
display(Figure())

# %% own
display(Figure())

# %% own
display(Figure())

# %% own
display(Figure())
