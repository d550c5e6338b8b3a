"""What students' code finds in the sandbox, tried from inside."""

import os
import socket
import time

import pytest

from fclib.grading.sandbox import launch
from fclib.grading.sandbox.grader import Grader
from fclib.grading.sandbox.inside import landlock
from tests.grading import courses

SECRET = "FCLIB_TEST_SECRET"


def available(kind):
    try:
        launch.choose(kind)
    except launch.NoSandboxError:
        return False
    return True


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def inside(request, tmp_path_factory):
    """A function that runs a student's cell in the sandbox and returns what it prints."""
    if not available(request.param):
        reason = f"{request.param} is not there"
        pytest.skip(f"{reason}, which is optional" if request.param == "landlock" else reason)
    course = tmp_path_factory.mktemp("course")
    (course / "gradebook.db").write_text("secret")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SECRET, "known to the grader only")
        grader = Grader([course], isolation=request.param)

    def run(*sources):
        return "".join(courses.run_cells(grader, *(("student", source) for source in sources)))

    run.course, run.kind, run.grader = course, request.param, grader
    yield run
    grader.close()


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/proc/1/environ", "/root/.bashrc", __file__, launch.__file__]
)
def test_files_of_the_machine_cannot_be_read(inside, path):
    printed = inside(f"print(open({path!r}).read())")
    assert printed.startswith(("FileNotFoundError", "PermissionError", "NotADirectoryError"))


def test_the_course_cannot_be_read(inside):
    assert "secret" not in inside(f"print(open({str(inside.course / 'gradebook.db')!r}).read())")


def test_the_graders_environment_cannot_be_read(inside):
    assert inside(f"import os; print({SECRET!r} in os.environ)").strip() == "False"


@pytest.mark.parametrize(
    "name", ["nbgrader", "sqlalchemy", "torch", "pytest", "fclib.linear.grad_x"]
)
def test_packages_that_are_not_listed_cannot_be_imported(inside, name):
    package, _, attribute = name.rpartition(".")
    code = f"from {package} import {attribute}" if package else f"import {name}"
    assert "Error: " in inside(code)


def test_numpy_matplotlib_and_the_standard_library_can_be_imported(inside):
    code = "import numpy.linalg, matplotlib.pyplot, sqlite3, decimal; print('fine')"
    assert inside(code).strip() == "fine"


@pytest.mark.parametrize("path", ["/x", "/dev/x", "/dev/shm/x", "/usr/x", "/var/tmp/x"])
def test_nothing_but_its_own_folder_can_be_written(inside, path):
    printed = inside(f"open({path!r}, 'w')")
    assert printed.startswith(("OSError", "PermissionError", "FileNotFoundError"))


def test_its_own_folder_can_be_written_and_is_gone_for_the_next(inside):
    code = (
        "import os; print(os.path.exists('kept')); open('kept', 'w').write('x'); print(os.getcwd())"
    )
    first, second = inside(code), inside(code)
    assert first.startswith("False")
    assert second.startswith("False")


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 22), 1)",
        "import socket as s; s.socket(s.AF_INET, s.SOCK_DGRAM).sendto(b'x', ('1.1.1.1', 53))",
        "import socket as s; s.socket().bind(('', 0)); s.create_connection(('1.1.1.1', 53), 1)",
    ],
)
def test_there_is_no_network(inside, code):
    assert inside(code).startswith(("OSError", "PermissionError", "ConnectionRefusedError"))


@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_SEQPACKET", "SOCK_DGRAM"])
def test_sockets_of_this_machine_are_out_of_reach(inside, tmp_path, kind):
    """Such as that of a session's bus, or of a container's engine."""
    place = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX, getattr(socket, kind)) as there:
        there.bind(place)
        there.setblocking(False)
        if kind != "SOCK_DGRAM":
            there.listen()
        for path in (tmp_path / "s", tmp_path, *tmp_path.parents[:3]):
            path.chmod(0o777 if path.is_socket() else 0o755)
        inside(f"import socket as s; s.socket(s.AF_UNIX, s.{kind}).connect({place!r})")
        inside(
            "import socket as s\n"
            f"pair = s.socketpair(s.AF_UNIX, s.{kind})\n"
            f"pair[0].sendto(b'x', {place!r})"
        )
        with pytest.raises(BlockingIOError):  # nothing has come
            there.recv(1) if kind == "SOCK_DGRAM" else there.accept()


def test_modes_and_times_of_files_cannot_be_changed_where_others_have_names(inside):
    calls = ["os.chmod('.', 0o777)", "os.utime('.')", "os.chown('.', -1, -1)"]
    printed = [inside(f"import os; {call}; print('done')") for call in calls]
    if inside.kind == "landlock":
        assert all(line.startswith("PermissionError") for line in printed)
    else:
        assert printed == ["done\n"] * 3  # a folder that nobody else sees


def test_other_processes_cannot_be_signalled(inside):
    printed = inside(f"import os; os.kill({os.getpid()}, 0)")
    assert printed.startswith(("ProcessLookupError", "PermissionError"))


@pytest.mark.parametrize("call", [(248, 217, "keyctl"), (319, 279, "memfd"), (272, 97, "unshare")])
def test_system_calls_that_reach_further_are_refused(inside, call):
    x86, arm, _ = call
    code = (
        "import ctypes, os\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        f"number = {{'x86_64': {x86}, 'aarch64': {arm}}}[os.uname().machine]\n"
        "print(libc.syscall(number, b'user', b'x', b'y', 1, -4), ctypes.get_errno())"
    )
    assert inside(code).split() == ["-1", "1"]


def test_memory_is_limited(inside):
    assert "MemoryError" in inside("import numpy as np; np.ones(200_000_000)")


def test_processes_are_limited_and_end_with_the_submission(inside):
    code = (
        "import os, time\n"
        "made = 0\n"
        "try:\n"
        "    while made < 200:\n"
        "        if os.fork() == 0:\n"
        "            time.sleep(600)\n"
        "        made += 1\n"
        "except OSError:\n"
        "    pass\n"
        "print(made)"
    )
    made = int(inside(code).split()[0])
    if inside.kind == "bubblewrap" or os.getuid() == 0:
        assert made < 20
    again = int(inside(code).split()[0])
    assert again >= made - 2, "processes of the first submission were still there"


def test_a_detached_process_does_not_live_on(inside):
    inside(
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(600)\n"
        "    os._exit(0)"
    )
    deadline = time.monotonic() + 5
    at_rest = {"bubblewrap": 2, "landlock": 0}[inside.kind]  # bubblewrap's first, and the zygote
    while len(landlock.descendants(inside.grader.sandbox.pid)) > at_rest:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_package_that_is_not_installed_is_refused():
    with pytest.raises(launch.NoSandboxError, match="names nunpy, which is not installed"):
        launch.package_paths(["numpy", "nunpy"])
