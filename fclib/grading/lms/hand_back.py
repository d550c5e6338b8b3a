"""``fclib return``: feedback pages as one zip file that Canvas or Moodle hands out.

Both know whose a file is by the name under which the work was downloaded. That was read in the
importers: Canvas, ``infer_comment_context_from_filename`` of ``abstract_assignment.rb`` in
instructure/canvas-lms, takes the first two parts of a file's name between ``_`` that are numbers
for the user and the upload, which has to be one of the submission's; Moodle,
``mod/assign/feedback/file/importziplib.php`` in moodle/moodle, takes a folder, or the start of a
name, ``Full Name_12345_assignsubmission_file``. So what was collected keeps the name that it had.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nbgrader.apps import ZipCollectApp
from nbgrader.coursedir import CourseDirectory

from fclib.grading import courses, files
from fclib.grading.lms.uploads import CANVAS, CANVAS_ANONYMOUS, MOODLE, Upload
from fclib.grading.words import printable

KEPT = "uploads.json"
ANY_FILE = "x.ipynb"
MOST_NAMED = 10
"""Students in one line: after a regrade all of a class are without a page."""
SYSTEMS = {True: "canvas", False: "moodle"}


class Place(NamedTuple):
    """Where a student's work came from: the system, and how names begin that it knows again."""

    is_canvas: bool
    start: str

    @property
    def whose(self) -> str:
        """What stays the same in a later upload, on time or late: a name and the user's number."""
        if self.is_canvas:
            name = f"{self.start}{ANY_FILE}"
            match = CANVAS_ANONYMOUS.fullmatch(name) or CANVAS.fullmatch(name)
        else:
            match = MOODLE.fullmatch(self.start)
        assert match is not None  # as it was when the upload was read
        return f"{match['name']}_{match['user']}"


def place(upload: Upload) -> Place:
    """Return where feedback on an upload goes."""
    name = upload.path.name
    if not upload.is_canvas:
        match = MOODLE.fullmatch(name)
        if match is None:  # its folder has the name
            folders = upload.path.relative_to(upload.root).parents
            found = next(one.name for one in reversed(folders) if MOODLE.fullmatch(one.name))
            return Place(False, f"{found}/")
        return Place(False, name[: match.start("file")])
    match = CANVAS_ANONYMOUS.fullmatch(name) or CANVAS.fullmatch(name)
    assert match is not None  # as it was when the upload was read
    return Place(True, name[: match.start("file")])


def extracted(app: ZipCollectApp, root: str, name: str) -> Path:
    """Return where nbgrader zip_collect extracts an assignment's downloads; they are above it."""
    place = app.collect_directory_structure.format(
        downloaded=app.downloaded_directory,
        assignment_id=name,
        collect_step=app.extracted_directory,
    )
    return Path(root, place)


def keep(folder: Path, places: dict[str, Place]) -> None:
    """Remember where each student's work came from, below the assignment's downloads."""
    files.replace(folder / KEPT, json.dumps(places, ensure_ascii=False).encode())


def kept(folder: Path) -> dict[str, Place]:
    """Return what `keep` has remembered; nothing where nothing was collected."""
    try:
        found = json.loads((folder / KEPT).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {student: Place(*place) for student, place in found.items()}


def current_pages(coursedir: CourseDirectory, student: str, name: str) -> list[Path]:
    """Return a student's feedback pages; none if one is older than what was graded last."""
    pages, graded = (
        sorted(Path(coursedir.format_path(place, student, name)).glob(pattern))
        for place, pattern in (
            (coursedir.feedback_directory, "*.html"),
            (coursedir.autograded_directory, "*.ipynb"),
        )
    )
    latest = max((path.stat().st_mtime for path in graded), default=0)
    return pages if all(page.stat().st_mtime >= latest for page in pages) else []


def write_zips(folder: Path, places: dict[str, Place], pages: dict[str, list[Path]]) -> int:
    """Write a zip file for each system that work came from; return how many."""
    written = 0
    for is_canvas, system in SYSTEMS.items():
        students = [s for s in sorted(places) if places[s].is_canvas == is_canvas and pages[s]]
        path = folder / f"feedback-{system}.zip"
        if not students:
            path.unlink(missing_ok=True)  # of grades that are no more
            continue
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for student in students:
                for page in pages[student]:
                    archive.writestr(f"{places[student].start}{page.name}", page.read_bytes())
        files.replace(path, data.getvalue())
        print(f"{path}: feedback for {len(students)} students")
        written += 1
    return written


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Write a zip file for each assignment and system; return the exit status."""
    config = courses.read_config(course)
    coursedir, app = courses.course_directory(course, config), ZipCollectApp(config=config)
    written = collected = 0
    for name in names:
        folder = extracted(app, coursedir.root, name).parent
        places = kept(folder)
        pages = {student: current_pages(coursedir, student, name) for student in places}
        written += write_zips(folder, places, pages)
        collected += len(places)
        lacking = [printable(student) for student, found in sorted(pages.items()) if not found]
        if lacking:
            more = f" and {len(lacking) - MOST_NAMED} more" if len(lacking) > MOST_NAMED else ""
            print(
                f"fclib: {name}: no page of the latest grades for "
                f"{', '.join(lacking[:MOST_NAMED])}{more}: "
                f"nbgrader generate_feedback {name} --force, then fclib return {name} again",
                file=sys.stderr,
            )
    if not collected:
        print(
            "fclib: no work came as a zip file of Canvas or Moodle. First: nbgrader zip_collect "
            "NAME, fclib autograde NAME, nbgrader generate_feedback NAME",
            file=sys.stderr,
        )
    return 0 if written else 2
