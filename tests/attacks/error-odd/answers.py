# %% double_answer
class Odd(Exception):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__


def double(x):
    raise Odd

# %% own
raise Odd

# %% split_answer
class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit

    def __getattribute__(cls, name):
        raise SystemExit


class Odder(Exception, metaclass=Meta):
    pass


def split(x, *, at=1):
    raise Odder

# %% own
raise Odder

# %% table_answer
def table(layers):
    error = ValueError()
    error.__cause__ = error.__context__ = error
    raise error from Odd()

# %% own
raise type("\ud800\0", (Exception,), {})("\ud800\0" * 5)
