"""A class on the hub of deploy/one-machine: release, fetch, submit, collect, grade, feedback.

Hub, proxy, servers, accounts, passwords, exchange and grader are real; three people use them in
Chromium. Pictures of each step are kept in _build/screenshots/hub/, with what the hub said.
"""

import json
import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

NAME = "01-neuron-to-layer"
COURSE = "/home/grader-fclib/fclib"
EXCHANGE = "/srv/nbgrader/exchange/fclib"
BACKUPS = "/var/backups/class-hub"
PLACEHOLDER = "...  # your code here"
ANSWERS = {
    "ada": "return [sum(w * v for w, v in zip(row, x)) + o for row, o in zip(W, b)]",
    "bela": "return [sum(w * v for w, v in zip(row, x)) for row in W]",
}
# The tests of linear_scalar, which ada solved: 3 + 2 + 2 + 3.
POINTS = {"ada": 10, "bela": 0}

# The server of formgrader is the oldest process of its account.
SERVER = """
import os, pwd, subprocess
account = pwd.getpwnam("grader-fclib")
server = min(int(pid) for pid in os.listdir("/proc") if pid.isdigit()
    and os.stat(f"/proc/{pid}").st_uid == account.pw_uid)
"""
# A command in a terminal there: with that server's environment, in its folder.
TERMINAL = f"""{SERVER}
lines = open(f"/proc/{{server}}/environ").read().split("\\0")
environment = dict(line.split("=", 1) for line in lines if line)
command = ["nbgrader", "db", "student", "add", "ada", "--first-name=Ada"]
done = subprocess.run(command, env=environment, cwd=environment["HOME"] + "/fclib",
    user=account.pw_uid, group=account.pw_gid, extra_groups=[])
raise SystemExit(done.returncode)
"""
# Who runs formgrader, and which rights go to what it starts.
RIGHTS = f"""{SERVER}
status = dict(line.split(":\\t") for line in open(f"/proc/{{server}}/status").read().splitlines())
print(set(status["Uid"].split()) == {{str(account.pw_uid)}}, int(status["CapAmb"], 16))
"""
LISTEN = "import socket, sys; socket.create_server(('127.0.0.1', int(sys.argv[1])))"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def released(ines):
    """An assignment that the instructor has generated and released, and what formgrader said."""
    ines.open_formgrader("fclib")
    ines.picture("01-formgrader")
    said = [ines.press(NAME, "assign"), ines.press(NAME, "release")]
    expect(ines.row(NAME).locator(".label")).to_have_text("released")
    ines.picture("02-released")
    return said


@pytest.fixture(scope="module")
def submitted(students, released):
    """The students, who have fetched, answered and submitted."""
    for name, student in students.items():
        student.open_list()
        student.picture(f"03-{name}-sees-the-release")
        student.fetch()
        student.open_notebook(NAME)
        student.wait_for_kernel()
        student.replace_line("def linear_scalar", PLACEHOLDER, ANSWERS[name])
        student.run("def linear_scalar")
        student.picture(f"04-{name}-has-answered")
        student.save()
        student.submit()
        student.picture(f"05-{name}-has-submitted")
    return students


@pytest.fixture(scope="module")
def graded(ines, submitted):
    """What formgrader said when it collected and autograded."""
    ines.open_formgrader("fclib")
    said = {"collected": ines.press(NAME, "collect")}
    ines.row(NAME).locator("td.num-submissions a").click()
    for name in submitted:
        said[name] = ines.press(name, "autograde")
    ines.picture("06-autograded")
    return said


@pytest.fixture(scope="module")
def feedback(ines, submitted, graded):
    """The text of the page that a student reads after the instructor has released feedback."""
    ines.open_formgrader("fclib")
    ines.press(NAME, "generate-feedback")
    ines.press(NAME, "release-feedback")
    ines.picture("07-feedback-released")
    return submitted["bela"].read_feedback("08-bela-reads-feedback")


def test_formgrader_releases_to_the_exchange(hub, released):
    assert "Successfully created the student version" in released[0]
    assert f"Released as: fclib {NAME}" in released[1]
    _, listed = hub.run("ls", "-R", f"{EXCHANGE}/outbound")
    assert f"{NAME}.ipynb" in listed


def test_released_notebook_has_no_solutions(hub, released):
    """Nor has the exchange anything else that the course has."""
    status, found = hub.run("grep", "-rlE", "BEGIN (SOLUTION|HIDDEN)", f"{EXCHANGE}/outbound")
    assert (status, found) == (1, "")


def test_formgrader_collects_from_both(graded):
    for name in ("ada", "bela"):
        assert f"Collecting submission: {name} {NAME}" in graded["collected"]


@pytest.mark.parametrize("name", ["ada", "bela"])
def test_autograde_button_grades_through_the_sandbox(hub, graded, name):
    assert "Applying preprocessor: SplitExecute" in graded[name]
    _, text = hub.run("cat", f"{COURSE}/autograded/{name}/{NAME}/{NAME}.ipynb")
    # Whatever the grader has to remark stands here, for example that there was no sandbox.
    assert json.loads(text)["metadata"]["fclib"] == {"notes": []}


def test_grades_are_what_the_answers_earn(hub, graded):
    command = [str(Path(sys.executable).with_name("fclib")), "--course", COURSE, "grades"]
    status, printed = hub.run(*command, user="grader-fclib")
    assert status == 0, printed
    for name, points in POINTS.items():
        assert re.search(rf"^{name} +{points} ", printed, re.MULTILINE), printed


def test_student_reads_the_misconception(feedback):
    assert "[bias-missing] linear_scalar gave y[0] = 5.5, expected 6" in feedback
    assert "0 of 20 points" in feedback


def test_formgrader_names_students(hub, ines, graded):
    ines.page.goto(f"{hub.address}/services/fclib/formgrader/manage_students")
    ines.add_student("bela", "Bela", "Bartos")
    ines.page.reload()  # formgrader shows who was there already twice
    expect(ines.row("bela")).to_contain_text("Bartos, Bela")
    ines.picture("09-students")


def test_terminal_beside_formgrader_adds_students_to_the_hubs_group(hub, graded):
    """It may ask the hub so, and nothing else: see the roles in jupyterhub_config.py."""
    status, said = hub.run(sys.executable, "-c", TERMINAL)
    assert status == 0, said
    assert "Student ada added or was already in the Jupyterhub group: nbgrader-fclib" in said


@pytest.mark.parametrize("name", ["ada", "grader-fclib"])
def test_nobody_but_root_takes_a_port_of_the_hub(hub, name):
    for port in hub.ports:
        status, said = hub.run(sys.executable, "-c", LISTEN, port, user=name)
        assert status == 1
        assert "PermissionError" in said


def test_formgrader_passes_no_right_on_to_what_it_starts(hub, graded):
    """It has one, to open its port, and is its own account otherwise."""
    assert hub.run(sys.executable, "-c", RIGHTS) == (0, "True 0\n")


def test_student_sees_no_formgrader(hub, submitted):
    ada = submitted["ada"]
    assert ada.menu_entries("Nbgrader") == ["Assignment List"]
    ada.picture("10-ada-has-no-formgrader")
    assert ada.status("/user/ada/formgrader") == 404
    assert ada.status("/services/fclib/formgrader") == 403
    assert "/services/fclib" not in ada.text("/hub/home")


def test_instructor_finds_formgrader_from_the_home_page(ines):
    assert "/services/fclib" in ines.text("/hub/home")


def test_instructor_has_no_way_into_a_students_server(hub, ines, submitted):
    """Formgrader is all that an instructor needs."""
    assert ines.status("/user/ada/lab") == 403


def test_student_has_no_way_into_another_students_server(submitted):
    assert submitted["bela"].status("/user/ada/lab") == 403


def test_students_code_reaches_nothing_of_others(hub, submitted):
    cell = {"cell_type": "code", "id": "probe", "metadata": {}, "outputs": []}
    cell |= {"execution_count": None, "source": Path(__file__).with_name("probe.py").read_text()}
    python = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = {"cells": [cell], "metadata": python, "nbformat": 4, "nbformat_minor": 5}
    write = "import sys; open('/home/ada/probe.ipynb', 'w').write(sys.argv[1])"
    hub.run(sys.executable, "-c", write, json.dumps(notebook), user="ada")
    reached = json.loads(submitted["ada"].run_notebook("probe.ipynb"))
    submitted["ada"].picture("11-ada-reaches-nothing-of-others")
    assert "You do not have access to this course." in reached.pop("fetch from another course")
    assert reached == {
        "own home": "done",
        "home of another student": "PermissionError",
        "file of another student": "PermissionError",
        "gradebook": "PermissionError",
        "solutions": "PermissionError",
        "what was handed in": "PermissionError",
        "exchange moved away": "PermissionError",
        "database of the hub": "PermissionError",
        "settings changed": "PermissionError",
        "hub about oneself": "done",
        "hub about another": 404,  # as if there were no such user
        "hub about all": 403,
        "memory within the limit": "done",
        "memory over the limit": "MemoryError",
    }


def test_exchange_without_rights_loses_nothing_and_is_mended(hub, feedback, submitted):
    """A student cannot submit, reads why, and submits the same answer after `prepare.py`."""
    bela = submitted["bela"]
    hub.run("chmod", "755", f"{EXCHANGE}/inbound")
    said = bela.try_to_submit("12-bela-cannot-submit")
    assert f"You don't have write permissions to the directory: {EXCHANGE}/inbound" in said
    _, kept = hub.run("cat", f"/home/bela/{NAME}/{NAME}.ipynb")
    assert ANSWERS["bela"] in kept
    status, said = hub.run(sys.executable, "/etc/class-hub/prepare.py")
    assert (status, said) == (0, "")
    bela.submit()
    _, count = hub.run("sh", "-c", f"ls -d {EXCHANGE}/inbound/bela+* | wc -l")
    assert count.strip() == "2"


def back_up(hub, *before):
    return hub.run(*before, sys.executable, "/etc/class-hub/backup.py", BACKUPS)


def test_backup_has_gradebook_and_course_for_root_alone(hub, graded):
    assert back_up(hub) == (0, "")
    _, kept = hub.run("sh", "-c", f"stat --format '%a %U %n' {BACKUPS}/*")
    assert re.fullmatch(
        r"600 root \S+/course-(\w+day)\.tar\.gz\n600 root \S+/gradebook-\1\.db\n", kept
    )
    look = (
        f"import glob, sqlite3; copy = sqlite3.connect(glob.glob('{BACKUPS}/gradebook-*.db')[0]); "
        "print(copy.execute('select count(*) from submitted_assignment').fetchone()[0])"
    )
    assert hub.run(sys.executable, "-c", look) == (0, "2\n")
    _, listed = hub.run("sh", "-c", f"tar -tzf {BACKUPS}/course-*.tar.gz")
    assert f"fclib/submitted/ada/{NAME}/{NAME}.ipynb" in listed
    assert "fclib/gradebook.db" not in listed  # which may be half written


def test_backup_goes_on_when_a_file_changes_meanwhile(hub, graded):
    """A file of the kernel's tells a greater length than it has, as one that shrinks does."""
    hub.run("touch", f"{COURSE}/changes")
    hub.run("mount", "--bind", "/sys/kernel/uevent_seqnum", f"{COURSE}/changes")
    try:
        assert back_up(hub) == (0, "")
    finally:
        hub.run("umount", f"{COURSE}/changes")
        hub.run("rm", f"{COURSE}/changes")
    _, listed = hub.run("sh", "-c", f"tar -tzf {BACKUPS}/course-*.tar.gz")
    assert f"fclib/submitted/bela/{NAME}/{NAME}.ipynb" in listed


def test_backup_that_fails_leaves_the_last_one(hub, graded):
    """It writes more than it may, as on a full disk: the limit is above the gradebook's size."""
    assert back_up(hub) == (0, "")
    before = hub.run("sh", "-c", f"sha256sum {BACKUPS}/course-*.tar.gz")
    hub.run("dd", "if=/dev/urandom", f"of={COURSE}/large", "bs=1M", "count=8", "status=none")
    status, said = back_up(hub, "prlimit", f"--fsize={4 << 20}")
    hub.run("rm", f"{COURSE}/large")
    assert (status, "stays as it was, since tar failed" in said) == (1, True), said
    assert hub.run("sh", "-c", f"sha256sum {BACKUPS}/course-*.tar.gz") == before
