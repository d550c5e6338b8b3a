"""The command ``fclib``, run in a course folder: one with nbgrader_config.py and solutions/."""

import argparse
import sys
from pathlib import Path

from fclib.grading import exercises, report


def main(arguments=None):
    """Run one command; return its exit status."""
    parser = argparse.ArgumentParser(prog="fclib", description=__doc__)
    parser.add_argument("--course", type=Path, default=Path(), help="the course folder")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    make = commands.add_parser("exercises", help="write the notebooks from solutions/*/*.py")
    make.add_argument("names", nargs="*", help="assignments; all of them if none is named")
    make.add_argument(
        "--keep-notebook",
        action="store_true",
        help="first bring edits of the solution notebooks back into their sources",
    )
    make.set_defaults(run=write_exercises)

    grades = commands.add_parser("grades", help="print who got what, and why")
    grades.add_argument("names", nargs="*", help="assignments; all of them if none is named")
    grades.set_defaults(run=print_grades)

    options = parser.parse_args(arguments)
    if not (options.course / "nbgrader_config.py").is_file():
        parser.error(f"{options.course.resolve()} has no nbgrader_config.py: it is not a course")
    known = exercises.names(options.course)
    if not known:
        parser.error(
            f"{options.course.resolve()} has no sources: put one at solutions/NAME/NAME.py"
        )
    for name in options.names:
        if name not in known:
            parser.error(f"there is no assignment {name}; there are {', '.join(known)}")
    return options.run(options.course, options.names or known, options)


def write_exercises(course, names, options):
    """Write the solution and release notebooks of some assignments."""
    failed = False
    for name in names:
        try:
            if options.keep_notebook:
                exercises.write_source(course, name)
            exercises.write_solution(course, name)
            exercises.write_release(course, name)
        except (exercises.EditedNotebookError, RuntimeError) as error:
            print(error, file=sys.stderr)
            failed = True
        else:
            print(f"exercises/{name}/{name}.ipynb")
    return int(failed)


def print_grades(course, names, options):
    """Print a table of grades for each assignment."""
    for name in names:
        print(report.table(course, name))
    return 0
