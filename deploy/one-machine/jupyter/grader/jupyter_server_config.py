"""Formgrader's server may open its port, which is below 1024; what it starts may not.

Without this, each process that it starts would have that right too. bubblewrap refuses to run with
it, so that the grader would use Landlock instead. See setpriv in jupyterhub_config.py.
"""

import ctypes

PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4  # as in <linux/prctl.h>

options = map(ctypes.c_ulong, (PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0))
if ctypes.CDLL(None).prctl(PR_CAP_AMBIENT, *options) != 0:
    raise OSError("The kernel does not take back the right to open ports below 1024.")
