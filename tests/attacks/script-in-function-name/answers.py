# %% split_answer
class Odd:
    pass


Odd.__name__ = Odd.__qualname__ = "<script>alert(1)</script>"


def split(x, *, at=1):
    return Odd(), Odd()

# %% ink_answer
def ink():
    pass


ink.__name__ = ink.__qualname__ = "<script>alert(2)</script>"

# %% table_answer
def table(layers):
    return {"<script>alert(3)</script>": Odd}
