"""The guides' commands, run as they stand there, from the first to the last."""

import csv
import getpass
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from _ext.mistakes import exercises

from fclib.checks.catalogue import CATALOGUE
from fclib.grading.authoring.exercises import environment

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NAME = "01-neuron-to-layer"


def blocks(page, language="bash"):
    """Return what a guide tells its reader to type, a text for each block."""
    text = (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def run(commands, folder, **variables):
    """Paste commands into a shell; every line has to succeed."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(commands)],
        cwd=folder,
        env=environment() | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-5000:]}"
    return done.stdout


@pytest.fixture
def repository(tmp_path):
    """A copy of the repository in which the packages are installed."""
    copy = tmp_path / "repository"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file() and not name.startswith("tests/attacks"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)  # with its date: make compares it
    (copy / ".venv").symlink_to(ROOT / ".venv")
    # The notebooks that make has written already, if it has; it decides by the dates.
    (copy / "_build").mkdir()
    for stamp in (ROOT / "_build").glob("*.made"):
        shutil.copy2(stamp, copy / "_build")
    return copy


def test_student_installs_and_opens_a_notebook_with_the_guide_alone(site, tmp_path):
    shutil.copytree(site / "downloads", tmp_path, dirs_exist_ok=True)
    notebook = f"exercises/{NAME}/{NAME}.ipynb"
    shutil.copy(ROOT / notebook, tmp_path)
    *install, start = blocks("study")
    # To a file: a server's page would wait for a browser.
    opened = f"{start.strip()} --version && jupyter execute {NAME}.ipynb --allow-errors --inplace"
    steps = [*install, opened, "python -c 'import nbgrader' && exit 1 || true"]
    # Most of what comes with JupyterLab is never imported here, and need not be compiled.
    run(steps, tmp_path, PIP_NO_COMPILE="1")
    executed = (tmp_path / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert "linear_scalar returned " in executed  # the check spoke
    assert "No module named" not in executed


def test_instructor_goes_from_a_clone_to_exported_grades_with_the_guide_alone(repository):
    home = repository.parent / "home"
    exchange = repository.parent / "exchange"
    for folder in (home / "Downloads", home / "settings", exchange):
        folder.mkdir(parents=True)
    exchange.chmod(0o777)
    (home / "settings" / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n", encoding="utf-8"
    )
    with (repository / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\n".join(blocks("teach", "python")))
    # With its date of before: these settings change no page of the site, which takes minutes.
    shutil.copystat(ROOT / "nbgrader_config.py", repository / "nbgrader_config.py")
    # Ada hands in by Canvas. The other student is on the same machine, here even the same user, and
    # hands in between two lines, weeks after the due date.
    answer = ROOT / f"tests/class/hana/{NAME}/{NAME}.ipynb"
    with zipfile.ZipFile(home / "Downloads" / "submissions.zip", "w") as archive:
        archive.write(answer, f"lovelaceada_12_345_{NAME}.ipynb")
    student = repository.parent / "student"
    student.mkdir()
    hand_in = (
        f"(cd {student}; nbgrader fetch_assignment {NAME} --course fclib; "
        f"cp {answer} {NAME}/; nbgrader submit {NAME} --course fclib)\n"
    )
    steps = [
        re.sub(r"^(?=nbgrader collect)", hand_in, block, flags=re.M) for block in blocks("teach")
    ]
    assert hand_in in "".join(steps)
    printed = run(steps, repository, HOME=str(home), JUPYTER_CONFIG_DIR=str(home / "settings"))

    name = getpass.getuser()
    for who in ("ada", name):
        assert re.search(rf"^{who} .*(\n .*)*\[bias-missing\]", printed, re.MULTILINE)
        assert (repository / f"feedback/{who}/{NAME}/{NAME}.html").is_file()
    assert len(list(exchange.glob("fclib/feedback/*.html"))) == 1
    with (repository / "grades.csv").open(encoding="utf-8", newline="") as table:
        grades = {row["student_id"]: row for row in csv.DictReader(table)}
    assert float(grades["ada"]["score"]) > 0
    assert float(grades[name]["late_submission_penalty"]) > 0
    assert "Exercise 1 (4711)" in (repository / "canvas.csv").read_text(encoding="utf-8")
    assert "Email address" in (repository / "moodle.csv").read_text(encoding="utf-8")
    assert (repository / "exercises/14-dropout/14-dropout.ipynb").is_file()


def test_every_guide_is_in_the_book():
    contents = (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8")
    for page in ("study", "teaching", "teach", "grading"):
        assert f"file: {page}" in contents


@pytest.mark.parametrize("chapter", sorted(ROOT.glob("book/[0-9][0-9]-*.md")), ids=lambda p: p.stem)
def test_every_chapter_has_a_lesson_whose_mistakes_are_known(chapter):
    """They are the chapter's own or an earlier one's, and the chapter or its exercise has them."""
    text = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
    number = int(chapter.stem[:2])
    title = re.search(r"^# (.*)", chapter.read_text(encoding="utf-8"), re.M)[1]
    heading = re.escape(f"## {number}. {{doc}}`{title} <{chapter.stem}>`")
    plan = re.search(rf"^{heading}$(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert plan, "no lesson"
    parts = dict(re.findall(r"^(.+)\n: (.+)$", plan[1], re.M))
    assert list(parts) == ["45 minutes", "90 minutes", "Ask", "Expect", "Draw", "Set"]
    named = re.findall(r"{ref}`(\S+) <(\S+)>`", parts["Expect"])
    assert len(named) >= 5
    for name, target in named:
        assert target == CATALOGUE[name].anchor
        assert number in exercises(name)
    assert f"Exercise {number}, " in parts["Set"]
    source = ROOT / "solutions" / chapter.stem / f"{chapter.stem}.py"
    (minutes,) = re.findall(r"minutes: (\d+)", source.read_text(encoding="utf-8"))
    assert f"{minutes} minutes" in parts["Set"]
