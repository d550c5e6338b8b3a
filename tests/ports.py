"""Ports of this machine for servers that are told theirs.

Such a server opens its port some seconds after it was chosen. So it must be none of those that the
kernel gives meanwhile to whoever asks for any, as each connection does.
"""

import random
import socket

# Browsers refuse some ports, and none of these.
BELOW_1024 = range(650, 980)
OTHERS = range(10_100, 32_768)
"""The kernel's own begin above, in Linux and elsewhere."""


def free(number=1, among=OTHERS):
    """Return so many ports that nothing listens on."""
    found = []
    while len(found) < number:
        port = random.choice(among)
        if port not in found and not answers(port):
            found.append(port)
    return found


def answers(port):
    """Whether something listens on a port. Below 1024 only root could try to listen itself."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
