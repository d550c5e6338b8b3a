"""Settings that ``nbgrader autograde`` heeds and ``fclib autograde`` does not, by name."""

from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets import import_item
from traitlets.config.loader import Config, PyFileConfigLoader

from fclib.grading.steps.restore import RestoreCells

ELSEWHERE = "nbgrader_config.py"
USE_INSTEAD = {
    ("Autograde", "create_student"): "students who hand something in are added",
    ("Autograde", "exclude_overwriting"): "the course's files come first",
    ("Autograde", "pre_convert_hook"): "it is not called",
    ("Autograde", "post_convert_hook"): "it is not called",
    ("ExecutePreprocessor", "timeout"): "c.SplitExecute.cell_seconds is the limit",
}
OF_A_KERNEL = "Execute"
OF_GRADING = ("Autograde", "SplitExecute", "AssignLatePenalties", "LateSubmissionPlugin")


def unheeded(config: Config, root: str | Path) -> list[str]:
    """Return a line for each setting that changes nothing here.

    Parameters
    ----------
    config : traitlets.config.Config
        What the course's nbgrader_config.py says.
    root : path-like
        The course folder.
    """
    lines = [
        f"c.{section}.{name} is not heeded: {instead}"
        for (section, name), instead in USE_INSTEAD.items()
        if name in config[section]
    ]
    lines += [
        f"c.{OF_A_KERNEL}.{name} is not heeded: no kernel runs, see c.SplitExecute"
        for name in sorted(config[OF_A_KERNEL])
    ]
    for step in config.Autograde.get("sanitize_preprocessors", []):
        kind = import_item(step) if isinstance(step, str) else step
        if kind is not RestoreCells and not kind.__module__.startswith("nbgrader."):
            lines.append(
                f"{kind.__module__}.{kind.__name__} in c.Autograde.sanitize_preprocessors is not "
                "run: put steps of your own into c.Autograde.autograde_preprocessors"
            )
    for folder in jupyter_config_path():
        path = Path(folder, ELSEWHERE)
        if not path.is_file() or path.parent.resolve() == Path(root).resolve():
            continue
        theirs = PyFileConfigLoader(ELSEWHERE, path=folder).load_config()
        lines += [
            f"c.{section} in {path} is not heeded: set it in the course's own {ELSEWHERE}"
            for section in OF_GRADING
            if section in theirs
        ]
    return lines
