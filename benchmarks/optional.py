"""Libraries that are measured beside the package where they are installed."""

import importlib

import threadpoolctl


def optional(name):
    """Return the module, with as many threads as NumPy's BLAS has, or None where it is missing."""
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        return None
    if name == "torch":
        module.set_num_threads(blas()["num_threads"])
    return module


def blas():
    """Return what threadpoolctl knows of the BLAS that NumPy calls: its version, kernel, threads."""
    import numpy as np

    package = np.__name__ + ".libs"
    found = threadpoolctl.threadpool_info()
    pools = [pool for pool in found if pool["user_api"] == "blas"]
    return next((pool for pool in pools if package in pool["filepath"]), pools[0])
