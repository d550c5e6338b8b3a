"""The hub of tests/hub, in a machine of its own within this one. ``machine.py`` starts it.

It runs as root and as the first process of new mount and process namespaces. Accounts, homes, the
exchange and the hub's settings are real, lie where deploy/one-machine puts them, and are gone with
the namespaces: when this process ends, the kernel ends all others. It ends when its standard input
does. Each line there is a command to run, as JSON; so is each answer.
"""

import json
import os
import pwd
import queue
import re
import subprocess
import sys
import threading
from pathlib import Path

NEW = ("/home", "/opt", "/root", "/run", "/srv", "/var/backups", "/var/lib")  # empty at first
OLD = Path("/mnt")  # what is shown elsewhere later, and what is hidden
HUB = Path("/etc/class-hub")
# How the README's commands begin that are run as they stand there.
OURS = ("cp -r ", "/opt/class-hub/bin/python /etc/", "chpasswd ")
RUNNING = "JupyterHub is now running"


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


def make_machine(root, shown, modules):
    """Hide this machine's accounts and folders, and put new ones in their places.

    Parameters
    ----------
    root : Path
        The repository. Nobody on the hub sees it, as on a machine where it was only installed from.
    shown : list of Path
        The folders that people's servers need: the interpreter, its packages, fclib.
    modules : Path
        The installed node_modules of the hub.
    """
    mount("-t", "tmpfs", "-o", "mode=700", "hub", OLD)
    folders = {"repository": root, "modules": modules}
    folders |= {f"shown{number}": path for number, path in enumerate(shown)}
    for name, path in folders.items():
        (OLD / name).mkdir()
        mount("--rbind", path, OLD / name)
    subprocess.run(["cp", "--archive", "/etc", OLD], check=True)
    mount("--bind", OLD / "etc", "/etc")
    closed = {folder for path in [root, *shown] for folder in path.parents if is_closed(folder)}
    for folder in sorted({*map(Path, NEW), *closed, root}):
        folder.mkdir(exist_ok=True, parents=True)
        mount("-t", "tmpfs", "-o", "mode=755", "hub", folder)
    mount("-t", "tmpfs", "-o", "mode=1777", "hub", "/tmp")
    for number, path in enumerate(shown):
        path.mkdir(parents=True, exist_ok=True)
        mount("--rbind", OLD / f"shown{number}", path)


def is_closed(folder):
    """Whether ordinary users cannot go through a folder."""
    return not folder.stat().st_mode & 0o001


def install(settings):
    """Run the README's own commands; what package managers install is here already."""
    Path("/opt/class-hub").symlink_to(sys.prefix)
    passwords = "".join(f"{name}:{word}\n" for name, word in settings["passwords"].items())
    words = Path("/root/passwords.txt")
    words.touch(mode=0o600)
    words.write_text(passwords, encoding="utf-8")
    for command in commands():
        subprocess.run(command, shell=True, cwd=OLD / "repository", check=True)
    (HUB / "node_modules").mkdir(exist_ok=True)
    mount("--bind", OLD / "modules", HUB / "node_modules")
    (HUB / "test_config.py").write_text(settings["config"], encoding="utf-8")


def commands():
    """Return the README's commands for the hub's settings, accounts, folders and passwords."""
    text = (OLD / "repository/deploy/one-machine/README.md").read_text(encoding="utf-8")
    install = text.split("## Install")[1].split("## Teach")[0]
    lines = "".join(re.findall(r"```bash\n(.*?)```", install, re.DOTALL)).splitlines()
    return [line for line in lines if line.startswith(OURS)]


def start_hub():
    """Start the hub; keep what it says on standard error, and return when it says it runs."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": "/root"}
    hub = subprocess.Popen(
        ["/opt/class-hub/bin/jupyterhub", "--config", str(HUB / "test_config.py")],
        cwd=HUB,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    for line in hub.stdout:
        sys.stderr.write(line)
        sys.stderr.flush()
        if RUNNING in line:
            threading.Thread(target=sys.stderr.writelines, args=[hub.stdout], daemon=True).start()
            return
    raise SystemExit(f"The hub ended, with status {hub.wait()}.")


def run(command, user=None):
    """Run a command and return its status and what it printed."""
    done = subprocess.run(
        command,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        env={**os.environ, "HOME": pwd.getpwnam(user or "root").pw_dir},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return {"status": done.returncode, "printed": done.stdout}


def main():
    questions = queue.SimpleQueue()
    threading.Thread(target=listen, args=[questions], daemon=True).start()
    settings = questions.get()
    make_machine(
        Path(settings["root"]), list(map(Path, settings["shown"])), Path(settings["modules"])
    )
    install(settings)
    start_hub()
    answer({"status": 0, "printed": "running"})
    while True:
        answer(run(**questions.get()))


def listen(questions):
    """Take what is asked; end everything as soon as nobody can ask any more."""
    for line in sys.stdin:
        questions.put(json.loads(line))
    os._exit(0)


def answer(said):
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
