"""Choose what shuts students' code in on this machine."""

import os

from fclib.grading.sandbox import bubblewrap
from fclib.grading.sandbox.errors import NoSandboxError
from fclib.grading.sandbox.inside import landlock, system_calls

INSTALL = (
    "Install bubblewrap (Debian and Ubuntu: sudo apt install bubblewrap; "
    "Fedora: sudo dnf install bubblewrap; without root's rights, in the course's repository: "
    "pip install '.[sandbox]')."
)


def choose(wanted: str) -> tuple[str, str]:
    """Choose what shuts students' code in.

    Parameters
    ----------
    wanted : str
        ``"sandbox"`` for the best there is, or the name of one.

    Returns
    -------
    kind : str
        ``"bubblewrap"``, ``"landlock"``, or ``"process only"`` if that was wanted.
    why : str
        Why it is not bubblewrap; empty if it is.

    Raises
    ------
    NoSandboxError
        If this machine has none.
    """
    if wanted == "process only":
        return wanted, ""
    machine = os.uname().machine
    if machine not in system_calls.MACHINES:
        known = ", ".join(system_calls.MACHINES)
        raise NoSandboxError(
            f"This machine is {machine}, and the sandbox knows the system calls of {known} only: "
            f"grade on one of those."
        )
    why = "" if wanted == "landlock" else bubblewrap.why_not()
    if not why and wanted != "landlock":
        return "bubblewrap", ""
    if landlock.version() >= landlock.OLDEST and wanted != "bubblewrap":
        return "landlock", why
    raise NoSandboxError(f"{why or 'This kernel has no Landlock'}. {INSTALL}")
