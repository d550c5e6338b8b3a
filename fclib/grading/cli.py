"""The command ``fclib``, run in a course folder: one with nbgrader_config.py and sources."""

import argparse
import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    course = options.course
    if not (course / "nbgrader_config.py").is_file():
        parser.error(f"{course.resolve()} has no nbgrader_config.py: it is not a course")
    try:
        command = importlib.import_module(f"fclib.grading.{options.module}")
        if importlib.util.find_spec("nbgrader") is None:  # which some commands import later
            raise ModuleNotFoundError(name="nbgrader")
    except ModuleNotFoundError as error:
        parser.error(
            f"{error.name} is not installed: in the course's repository, pip install '.[grading]'"
        )
    known = names(course)
    if options.command == "new-mistake":
        options.names = known
    elif options.command == "roster":
        if options.times is not None and options.times not in known:
            parser.error(f"there is no assignment {options.times}; there are {', '.join(known)}")
    elif options.command != "new":
        if not known:
            parser.error(f"{course.resolve()} has no sources: fclib new NN-name writes one")
        for name in options.names:
            if name not in known:
                parser.error(f"there is no assignment {name}; there are {', '.join(known)}")
    status: int = command.run(course, options.names or known, options)
    return status


def names(course: Path) -> list[str]:
    """Return the names of the course's assignments, in order: folders with a source in them."""
    from fclib.grading import courses  # which needs what may not be installed

    return courses.names(course)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fclib", description=__doc__)
    parser.add_argument("--course", type=Path, default=Path(), help="the course folder")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    make = _add(
        commands, "exercises", "authoring.exercises", "write the notebooks from solutions/*/*.py"
    )
    make.add_argument(
        "--keep-notebook",
        action="store_true",
        help="first bring edits of the solution notebooks back into their sources",
    )

    grade = _add(
        commands, "autograde", "batch.autograde", "grade what was handed in, several at a time"
    )
    grade.add_argument(
        "--jobs", type=_positive, help="submissions at a time; one for each core if not given"
    )
    grade.add_argument("--student", default="*", help="a name, or a pattern such as 'a*'")
    grade.add_argument(
        "--force", action="store_true", help="grade also what was graded and has not changed"
    )
    grade.add_argument(
        "--shard", type=_shard, default=(0, 1), metavar="I/N", help="only part I of N, from 1/N on"
    )
    grade.add_argument(
        "--scheduler", metavar="ADDRESS", help="grade on the workers of a Dask scheduler"
    )

    _add(commands, "grades", "pages.report", "print who got what, and why")

    insights = _add(
        commands, "insights", "insights.command", "write a page of what the class got wrong"
    )
    insights.add_argument(
        "--names",
        dest="names_of_students",
        action="store_true",
        help="name students, in files of their own: insights-with-names.html and .csv",
    )

    _add(commands, "return", "lms.hand_back", "zip feedback as Canvas or Moodle takes it back")

    roster = commands.add_parser(
        "roster", help="take in who is in the class, from a file of Canvas's or Moodle's"
    )
    roster.add_argument("file", type=Path, help="Canvas's gradebook or Moodle's grading worksheet")
    roster.add_argument(
        "--times", metavar="NAME", help="also when NAME was handed in, which Moodle's file says"
    )
    roster.set_defaults(module="lms.roster", names=[])

    again = commands.add_parser(
        "rerelease", help="release anew, with tests added or removed, though there are hand-ins"
    )
    again.add_argument("names", nargs="+", metavar="NAME", help="assignments")
    again.set_defaults(module="batch.rerelease")

    extend = commands.add_parser("extend", help="give one student more time")
    extend.add_argument("student", help="the id, as nbgrader db student list shows it, or a name")
    extend.add_argument("names", nargs="+", metavar="NAME", help="assignments")
    extend.add_argument("--until", required=True, help="such as '2026-10-14 18:00 Europe/Berlin'")
    extend.set_defaults(module="batch.extend")

    mistake = commands.add_parser(
        "new-mistake", help="print what gives a name to a group of answers of fclib insights"
    )
    mistake.add_argument("group", metavar="GROUP", help="as the page of insights names it")
    mistake.set_defaults(module="insights.command")

    new = commands.add_parser("new", help="begin an exercise: write its source, ready to change")
    new.add_argument("names", nargs=1, metavar="NN-name", help="such as 14-dropout")
    new.add_argument(
        "--with",
        dest="with_kinds",
        action="append",
        default=[],
        choices=["words", "task"],
        help="also an answer in words, or a task with a mark scheme; may be given twice",
    )
    new.add_argument(
        "--notebook",
        default="",
        metavar="part-2",
        help="a second notebook of an exercise that is there, under this name",
    )
    new.set_defaults(module="authoring.new")
    return parser


def _add(commands: Commands, command: str, module: str, help: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(command, help=help)
    parser.add_argument("names", nargs="*", help="assignments; all of them if none is named")
    parser.set_defaults(module=module)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(f"{text} is not a part such as 1/4")
    return int(part) - 1, int(parts)
