"""What prepare.py refuses, on the machine of the hub."""

import sys

import pytest

COURSE = "/home/grader-fclib/fclib"
EXCHANGE = "/srv/nbgrader/exchange/fclib"
OTHER = "/tmp/other-hub"
OTHER_COURSE = 's/^COURSE = "fclib"/COURSE = "physics"/'

pytestmark = pytest.mark.browser  # which the fixture of the hub starts


@pytest.fixture
def change_settings(hub):
    """Return a function that copies the hub's settings, changes some, and runs prepare.py there."""

    def change(*edits):
        hub.run("rm", "-rf", OTHER)
        hub.run("cp", "-r", "/etc/class-hub", OTHER)
        for edit in edits:
            hub.run("sed", "-i", edit, f"{OTHER}/jupyterhub_config.py")
        return hub.run(sys.executable, f"{OTHER}/prepare.py")

    return change


def test_hub_without_its_course_id_does_not_start(change_settings):
    same_folder = 's|^COURSE_FOLDER = .*|COURSE_FOLDER = Path("/home/grader-fclib/fclib")|'
    same_account = 's|^GRADER = .*|GRADER = "grader-fclib"|'
    status, said = change_settings(OTHER_COURSE, same_account, same_folder)
    assert status == 1
    assert said.strip() == (
        f"The course has c.CourseDirectory.course_id = 'fclib' in {COURSE}/nbgrader_config.py, and "
        f"the hub has COURSE = 'physics' in {OTHER}/jupyterhub_config.py: make them the same."
    )


def test_hub_without_a_course_does_not_start(change_settings):
    status, said = change_settings(OTHER_COURSE)
    assert status == 1
    assert "There is no course in /home/grader-physics/physics: run prepare.py FOLDER" in said


@pytest.mark.parametrize("name", ["mail", "nobody", "root"])
def test_account_of_the_system_is_nobodys_own(hub, change_settings, name):
    home = hub.run("sh", "-c", f"stat --format '%a %U' $(getent passwd {name} | cut -d: -f6)")
    status, said = change_settings(f's/"bela"/"{name}"/')
    assert status == 1
    assert said.startswith(f"{name} is an account of the system, with the number ")
    assert f"choose another name in {OTHER}/jupyterhub_config.py" in said
    assert home == hub.run(
        "sh", "-c", f"stat --format '%a %U' $(getent passwd {name} | cut -d: -f6)"
    )


def test_grader_account_is_none_of_the_systems(change_settings):
    status, said = change_settings('s/^GRADER = .*/GRADER = "mail"/')
    assert (status, said.split(",")[0]) == (1, "mail is an account of the system")


@pytest.mark.parametrize(
    "folder", [COURSE, EXCHANGE, f"{EXCHANGE}/outbound", f"{EXCHANGE}/inbound"]
)
def test_prepare_follows_no_link_that_the_grader_account_puts(hub, folder):
    """Else root would give any folder of the machine away."""
    hub.run("mkdir", "-m", "711", "/opt/of-root")
    hub.run("mv", folder, f"{folder}-away", user="grader-fclib")
    hub.run("ln", "-s", "/opt/of-root", folder, user="grader-fclib")
    try:
        status, said = hub.run(sys.executable, "/etc/class-hub/prepare.py")
        _, target = hub.run("stat", "--format", "%a %U", "/opt/of-root")
        _, made = hub.run("ls", "-A", "/opt/of-root")
    finally:
        hub.run("rm", folder)
        hub.run("mv", f"{folder}-away", folder)
        hub.run("rm", "-r", "/opt/of-root")
    assert (status, "has to be a folder, and is none" in said) == (1, True), said
    assert (target, made) == ("711 root\n", "")
