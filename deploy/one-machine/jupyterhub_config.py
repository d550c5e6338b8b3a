"""A class on one machine: JupyterHub, nbgrader, and this project's grader. See README.md."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  JupyterHub defines it

# What you change. The other settings follow from these.

COURSE = "fclib"  # c.CourseDirectory.course_id in the course's nbgrader_config.py
INSTRUCTORS = ["ines"]  # Unix accounts: prepare.py makes those that are missing
STUDENTS = ["ada", "bela"]  # or: Path("/etc/class-hub/students.txt").read_text().split()
MEMORY_GIB = 2  # of each person's server; JupyterLab and one notebook take about 0.3
CPUS = 1.0  # of each person's server
IDLE_MINUTES = 60  # a server that nobody has used for so long is stopped; files stay
ADDRESS = "http://127.0.0.1:300"  # where the web server that speaks TLS finds the hub

# Where things lie. Everything here belongs to root, and no student can write to it.

HERE = Path(__file__).resolve().parent
STATE = Path("/var/lib/class-hub")  # who is logged in; the key that signs their cookies
BIN = Path(sys.executable).parent
GRADER = f"grader-{COURSE}"  # the account that owns the course, its gradebook and its exchange
COURSE_FOLDER = Path("/home") / GRADER / COURSE
# nbgrader calls alembic, and the grader bubblewrap, by their names.
os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"

# Students have shells here. Ports below 1024 are root's to open: nobody else can take them and get
# the passwords that people type, or answer as the hub.
c.JupyterHub.bind_url = ADDRESS
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = 301
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:302"
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{STATE}/cookie_secret"
c.ConfigurableHTTPProxy.command = [str(HERE / "node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = f"{STATE}/proxy.pid"

# Who may come in. PAM, since each person needs a Unix account anyway: files, limits and processes
# are then kept apart by the kernel. Only those named above, whoever else has an account.

c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allowed_users = {*INSTRUCTORS, *STUDENTS}
c.Authenticator.allow_existing_users = False  # leaving the lists above shuts a person out
c.JupyterHub.load_groups = {  # the names that nbgrader's JupyterHubAuthPlugin looks for
    f"formgrade-{COURSE}": {"users": [*INSTRUCTORS, GRADER]},
    f"nbgrader-{COURSE}": {"users": [*INSTRUCTORS, *STUDENTS]},
}

# Each person's server. systemd holds memory, processor and temporary files apart; where it does not
# run, as in a container, the kernel limits what each process fills, and there is no limit on CPUs.

c.Spawner.cmd = [str(BIN / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.environment = {"JUPYTER_CONFIG_PATH": f"{HERE}/jupyter/own:{HERE}/jupyter"}
c.Spawner.http_timeout = c.Spawner.start_timeout = 120  # a class begins at once
c.Spawner.mem_limit = int(MEMORY_GIB * 1024**3)
c.Spawner.cpu_limit = CPUS
# nbgrader asks the hub, with the token of the person's server, which courses are theirs.
c.Spawner.server_token_scopes = [
    "users:activity!user",
    "access:servers!server",
    "read:users:groups!user",
]
if Path("/run/systemd/system").is_dir():  # as sd_booted(3) tells
    c.JupyterHub.spawner_class = "systemd"
    c.JupyterHub.cleanup_servers = False  # they go on while the hub is restarted
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.unit_extra_properties = {"TasksMax": "512"}
else:
    c.JupyterHub.spawner_class = "localprocess"
    limits = [f"--data={c.Spawner.mem_limit}", "--nproc=512", "--core=0"]
    c.Spawner.cmd = ["prlimit", *limits, "--", *c.Spawner.cmd]

# Formgrader: one server for all instructors, as the account that owns the course. It is a page of
# its own and no frame in JupyterLab, since JupyterHub forbids those. setpriv leaves one of root's
# rights to it, to open its port; jupyter/grader/jupyter_server_config.py lets it pass that on to
# nothing that it starts.

RIGHTS = "-all,+net_bind_service"
c.JupyterHub.services = [
    {
        "name": COURSE,  # nbgrader expects the course's name
        "url": "http://127.0.0.1:303",
        "command": [
            "setpriv",
            *[f"--reuid={GRADER}", f"--regid={GRADER}", "--init-groups"],
            *[f"--inh-caps={RIGHTS}", f"--ambient-caps={RIGHTS}", "--"],
            str(BIN / "jupyterhub-singleuser"),
        ],
        "cwd": str(COURSE_FOLDER),
        "environment": {
            "HOME": str(COURSE_FOLDER.parent),
            "USER": GRADER,
            "SHELL": "/bin/bash",
            "JUPYTERHUB_DEFAULT_URL": "/formgrader",
            "JUPYTERHUB_USER": GRADER,  # JupyterHubAuthPlugin refuses to work without
            "JUPYTER_CONFIG_PATH": f"{HERE}/jupyter/grader:{HERE}/jupyter",
        },
        "oauth_no_confirm": True,
        "timeout": 120,
    },
    {
        "name": "idle-culler",
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            f"--timeout={60 * IDLE_MINUTES}",
        ],
    },
]
c.JupyterHub.load_roles = [
    {
        "name": f"formgrade-{COURSE}",
        "groups": [f"formgrade-{COURSE}"],
        "scopes": [f"access:services!service={COURSE}"],
    },
    {
        "name": f"grader-{COURSE}",  # formgrader adds and removes students of its own course
        "services": [COURSE],
        "scopes": [
            f"read:users:groups!user={GRADER}",
            f"list:groups!group=nbgrader-{COURSE}",
            f"groups!group=nbgrader-{COURSE}",
        ],
    },
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    },
]
