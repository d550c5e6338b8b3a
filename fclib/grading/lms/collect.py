"""Say whose a file from Canvas or Moodle is, and which notebook: a plugin of nbgrader zip_collect.

All files are looked at before the first is collected: only then can it be said which of two
uploads is the later one, and who handed in nothing that can be graded. What is not collected is
a line in the log, and stays in the folder of extracted files.
"""

import functools
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Gradebook
from nbgrader.plugins import FileNameCollectorPlugin

from fclib.grading import untrusted
from fclib.grading.courses import has_gradebook
from fclib.grading.lms.hand_back import extracted, keep, kept, place
from fclib.grading.lms.take_back import take_back
from fclib.grading.lms.uploads import AGAIN, Upload, key, made_up, parse
from fclib.grading.steps.notebooks import LARGEST_NOTEBOOK, parse_submission
from fclib.grading.words import printable, wrong_id


class Known(NamedTuple):
    """What the gradebook knows of its students.

    Attributes
    ----------
    names : dict of str to list of str
        Their ids by name.
    numbers : dict of str to str
        Their ids by Canvas's number.
    earlier, enrolled : set of str
        The ids that an earlier run made up, and those that it did not.
    """

    names: dict[str, list[str]]
    numbers: dict[str, str]
    earlier: set[str]
    enrolled: set[str]


class LmsCollector(FileNameCollectorPlugin):
    """Finds student and notebook of each file.

    The gradebook says whose a name is, when it knows the students' names, or Canvas's numbers as
    ``lms_user_id``: ``nbgrader db student import`` puts them there. For others the student's id is
    Canvas's number, or the name that Moodle gives.
    """

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        # zip_collect calls no plugin when it is done.
        app, transfer = self.parent, self.parent._transfer_files

        def transfer_and_tidy(collected: dict[str, Any]) -> None:
            transfer(collected)
            self._remember()

        app._transfer_files = transfer_and_tidy

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return student and notebook of one file, or None if it is not to be collected.

        Parameters
        ----------
        submitted_file : str
            Its absolute path.

        Returns
        -------
        dict or None
            ``student_id`` and ``file_id``.
        """
        return self._plan.get(Path(submitted_file))

    @property
    def _extracted(self) -> Path:
        app = self.parent
        return extracted(app, app.coursedir.root, app.coursedir.assignment_id)

    @functools.cached_property
    def _plan(self) -> dict[Path, dict[str, str]]:
        return {
            upload.path: {"student_id": student, "file_id": notebook}
            for student, chosen in self._chosen.items()
            for notebook, upload in chosen.items()
        }

    @functools.cached_property
    def _chosen(self) -> dict[str, dict[str, Upload]]:
        """By student the upload of each notebook."""
        coursedir = self.parent.coursedir
        release = coursedir.format_path(coursedir.release_directory, ".", coursedir.assignment_id)
        released = {path.stem: _ids(path) for path in sorted(Path(release).glob("*.ipynb"))}
        return {
            student: self._choose(student, own, released)
            for student, own in sorted(self._students(self._extracted).items())
        }

    def _remember(self) -> None:
        """After a collection: note whose work came from where, and undo what was another's."""
        now = {
            student: place(next(iter(chosen.values())))
            for student, chosen in self._chosen.items()
            if chosen
        }
        coursedir, folder = self.parent.coursedir, self._extracted.parent
        before = kept(folder)
        owners = {where.whose: student for student, where in now.items()}
        left = dict(before)
        for student, where in before.items():
            if student not in now and where.whose in owners:
                taken, words = take_back(coursedir, student, owners[where.whose])
                self._say(words)
                if taken:
                    del left[student]
        keep(folder, {**left, **now})

    def _students(self, folder: Path) -> dict[str, list[Upload]]:
        """Return the uploads of each student."""
        uploads = []
        for path in self._notebooks(folder):
            upload = parse(path, folder)
            if upload is None:
                self._say(f"{path}: named as neither Canvas nor Moodle does")
            else:
                uploads.append(upload)
        namesakes: dict[str, set[str]] = defaultdict(set)
        for upload in uploads:
            namesakes[key(upload.name)].add(upload.user)
        known = self._known()
        found: dict[str, list[Upload]] = defaultdict(list)
        for upload in uploads:
            alone = len(namesakes[key(upload.name)]) == 1
            student = self._whose(upload, alone, known, found)
            if student is None:
                continue
            trouble = wrong_id(student)
            if trouble:
                self._say(f"{upload.name}: NOT COLLECTED: {student} is not an id: {trouble}")
                continue
            if upload.is_late:
                self._say(f"{student}: late, says Canvas; nbgrader knows no time of it")
            found[student].append(upload)
        return found

    def _notebooks(self, folder: Path) -> list[Path]:
        """Return the paths of the notebooks below a folder; say what else looks like one."""
        found, odd = [], []
        with untrusted.folder(folder) as opened:
            for entry in untrusted.entries(opened):
                if entry.odd and entry.odd != untrusted.FOLDER:
                    odd.append((entry.path, entry.odd))
                elif not entry.odd and entry.path.lower().endswith(".ipynb"):
                    found.append(Path(folder, entry.path))
        for note in untrusted.left_out(odd):
            self._say(f"{folder}: {note}")
        return found

    def _whose(
        self, upload: Upload, alone: bool, known: Known, found: dict[str, list[Upload]]
    ) -> str | None:
        """Return the id of the student whose upload it is, or None if it cannot be told."""
        named = known.names.get(key(upload.name), [])
        if upload.is_canvas and upload.user in known.numbers:
            return known.numbers[upload.user]
        if alone and len(named) == 1:
            return named[0]
        student = made_up(upload, alone)
        who = "several students" if named else "no student"
        if student in known.enrolled and student not in named:
            self._say(
                f"{upload.name}: {who} of this name in the gradebook, and {student} is the id of "
                "another, NOT COLLECTED: give the gradebook this student's name or lms_user_id"
            )
            return None
        if student not in known.earlier | known.enrolled and student not in found:
            self._say(f"{upload.name}: {who} of this name in the gradebook, collected as {student}")
        return student

    def _known(self) -> Known:
        url = self.parent.coursedir.db_url
        if not has_gradebook(url):
            return Known({}, {}, set(), set())
        names: dict[str, list[str]] = defaultdict(list)
        with Gradebook(url, self.parent.coursedir.course_id) as gradebook:
            students = gradebook.students
        for student in students:
            first, last = student.first_name or "", student.last_name or ""
            # Moodle's order of names is a setting.
            for name in {key(last + first), key(first + last)} - {""}:
                names[name].append(student.id)
        enrolled = {
            one.id
            for one in students
            if one.first_name or one.last_name or one.email or one.lms_user_id
        }
        earlier = {one.id for one in students} - enrolled  # grading them adds no more than the id
        numbers = {name: name for name in earlier}
        numbers |= {one.lms_user_id: one.id for one in students if one.lms_user_id}
        return Known(names, numbers, earlier, enrolled)

    def _choose(
        self, student: str, uploads: list[Upload], released: dict[str, Counter[str]]
    ) -> dict[str, Upload]:
        """Return the upload for each notebook; say what is left out."""
        candidates: dict[str, list[tuple[int, bool, Upload]]] = defaultdict(list)
        for upload in uploads:
            notebook, exactly, words = _which(upload, released)
            if words:
                self._say(f"{student}: {upload.file} {words}")
            if notebook is not None:
                candidates[notebook].append((upload.number, exactly, upload))
        chosen: dict[str, Upload] = {}
        for notebook, found in candidates.items():
            found.sort(key=lambda one: one[:2])
            last = found[-1][:2]
            best = [upload for number, exactly, upload in found if (number, exactly) == last]
            if len({_content(upload.path, upload.root) for upload in best}) > 1:
                names = ", ".join(str(upload.path) for upload in best)
                self._say(f"{student}: which is to be graded? Leave one of {names}")
                continue
            chosen[notebook] = best[0]
            for *_, upload in found:
                if _content(upload.path, upload.root) != _content(best[0].path, best[0].root):
                    self._say(f"{student}: {upload.file} is left out, {best[0].file} is collected")
        if not chosen:
            self._say(f"{student}: NOTHING COLLECTED")
        return chosen

    def _say(self, words: str) -> None:
        self.log.warning("%s", printable(words))


def _which(upload: Upload, released: dict[str, Counter[str]]) -> tuple[str | None, bool, str]:
    """Return the notebook that an upload is, whether it has that very name, and what to say."""
    stem = Path(upload.file).stem
    if stem in released:
        return stem, True, ""
    if AGAIN.sub("", stem) in released:
        return AGAIN.sub("", stem), False, ""
    ids = _ids(upload.path, upload.root)
    for notebook, wanted in released.items():
        # Most cells: exercises have some ids in common, and a student may have deleted some.
        if 2 * sum((ids & wanted).values()) > sum(wanted.values()):
            return notebook, False, f"was renamed: by its cells it is {notebook}.ipynb"
    return None, False, f"is none of {', '.join(released)}, neither by its name nor by its cells"


def _ids(path: Path, above: Path | None = None) -> Counter[str]:
    """Return nbgrader's ids of a notebook's cells; none if it cannot be read."""
    nb = parse_submission(_content(path, above))
    metadata = [cell.get("metadata") for cell in nb.cells]
    about = [one.get("nbgrader") for one in metadata if isinstance(one, dict)]
    return Counter({json.dumps(one.get("grade_id")) for one in about if isinstance(one, dict)})


def _content(path: Path, above: Path | None) -> bytes | str:
    """Return the bytes of a notebook; a str says why there are none."""
    try:
        return untrusted.read_file(path, LARGEST_NOTEBOOK, above)
    except untrusted.UnreadableError as error:
        return str(error)
