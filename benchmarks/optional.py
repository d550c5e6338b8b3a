"""Libraries that are measured beside the package where they are installed, and their threads."""

import importlib
from contextlib import contextmanager

import threadpoolctl


def optional(name):
    """Return the module, or None where its library is missing."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        return None


@contextmanager
def threads(count):
    """Give each library as many threads."""
    torch = optional("torch")
    if torch is not None:
        torch.set_num_threads(count)
    with threadpoolctl.threadpool_limits(count):
        yield


def blas():
    """Return what threadpoolctl knows of the BLAS that NumPy calls: version, kernel, threads."""
    importlib.import_module("numpy")  # brings its BLAS
    pools = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
    return next((pool for pool in pools if "numpy" in pool["filepath"]), pools[0])
