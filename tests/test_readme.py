"""The README's commands for instructors, run as they stand there, in a copy of the course."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from fclib.grading.authoring.exercises import environment

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


def commands():
    teach = (ROOT / "README.md").read_text(encoding="utf-8").split("## Teach")[1]
    block = re.search(r"```bash\n(.*?)```", teach, re.DOTALL)[1]
    return [line for line in block.splitlines() if line.startswith(("nbgrader", "fclib"))]


def test_commands_for_instructors_work_in_the_repository_as_it_is_cloned(tmp_path):
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "tests" / "class" / "hana", tmp_path / "submitted" / "hana")
    released = (tmp_path / "exercises/01-neuron-to-layer/01-neuron-to-layer.ipynb").read_bytes()
    printed = {}
    for command in commands():
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        printed[command.split("  ")[0]] = done.stdout
    assert re.search(r"^hana .*\[bias-missing\]", printed["fclib grades"], re.MULTILINE)
    assert (tmp_path / "feedback/hana/01-neuron-to-layer/01-neuron-to-layer.html").is_file()
    assert "hana" in (tmp_path / "grades.csv").read_text(encoding="utf-8")
    assert (
        tmp_path / "exercises/01-neuron-to-layer/01-neuron-to-layer.ipynb"
    ).read_bytes() == released
