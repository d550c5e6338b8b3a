"""What a student's code can reach: the test runs this in a notebook on the student's own server."""

import json
import os
import subprocess
import urllib.error
import urllib.request

COURSE = "/home/grader-fclib/fclib"
EXCHANGE = "/srv/nbgrader/exchange/fclib"


def outcome(function, *arguments):
    """Return what came of a call: done, or the error's name."""
    try:
        function(*arguments)
    except (OSError, MemoryError) as error:
        return getattr(error, "code", type(error).__name__)
    return "done"


def read(path):
    with open(path, "rb") as file:
        file.read()


def ask(address, path):
    """Ask the hub, or a server behind it, with the token that the student's server has."""
    token = os.environ["JUPYTERHUB_API_TOKEN"]
    asked = urllib.request.Request(address + path, headers={"Authorization": f"token {token}"})
    urllib.request.urlopen(asked).read()


def printed(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def reached():
    """Return what came of each try."""
    hub = os.environ["JUPYTERHUB_API_URL"]
    return {
        "own home": outcome(os.listdir, "/home/ada"),
        "home of another student": outcome(os.listdir, "/home/bela"),
        "file of another student": outcome(read, "/home/bela/.profile"),
        "gradebook": outcome(read, f"{COURSE}/gradebook.db"),
        "solutions": outcome(os.listdir, f"{COURSE}/solutions"),
        "what was handed in": outcome(os.listdir, f"{EXCHANGE}/inbound"),
        "exchange moved away": outcome(os.rename, EXCHANGE, f"{EXCHANGE}-mine"),
        "database of the hub": outcome(read, "/var/lib/class-hub/jupyterhub.sqlite"),
        "settings changed": outcome(open, "/etc/class-hub/jupyterhub_config.py", "a"),
        "hub about oneself": outcome(ask, hub, "/users/ada"),
        "hub about another": outcome(ask, hub, "/users/bela"),
        "hub about all": outcome(ask, hub, "/users"),
        "memory within the limit": outcome(bytearray, 1 << 29),
        "memory over the limit": outcome(bytearray, 3 << 30),
        "fetch from another course": printed(
            "nbgrader", "fetch_assignment", "01-neuron-to-layer", "--course", "another"
        ),
    }


if __name__ == "__main__":
    print(json.dumps(reached()))
