"""Collect from the exchange what each student handed in last and whole.

A plugin for ``c.ExchangeFactory.collect``. Everybody may write into the exchange: nothing in it is
opened through a link, and what is no hand-in stops nobody else's. ``nbgrader submit`` that stops,
at a full disk for example, leaves what it has copied by then, and nbgrader's own collect would take
that in place of what the same student handed in before.
"""

import datetime
import fnmatch
import os
from pathlib import Path
from typing import Any

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from fclib.grading import untrusted
from fclib.grading.steps import handed_in
from fclib.grading.steps.notebooks import UNREADABLE, parse_submission
from fclib.grading.words import printable, wrong_id

KILOBYTE = 1_000  # in which nbgrader's limits are set
FOR_A_GROUP = 0o2770, 0o660  # what nbgrader adds to the rights where instructors share a course


class Collect(ExchangeCollect):
    """nbgrader's way of collecting, without links and without those hand-ins that are not whole.

    A student who handed in nothing whole is collected as nbgrader does it.
    """

    src_records: list[dict[str, Any]]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        name = os.path.basename(path)
        try:
            record = super()._path_to_record(path)
        except (ValueError, OverflowError, ExchangeError):
            record = {"username": name, "filename": name, "timestamp": datetime.datetime.min}
            return record | {"trouble": "its name has no time in it"}
        trouble = wrong_id(record["username"])
        if trouble:
            return record | {"trouble": f"that is not a student's id: {trouble}"}
        if not os.path.isdir(path) or os.path.islink(path):
            return record | {"trouble": "it is not a folder"}
        return record | {"trouble": ""}

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return a student's hand-ins, the latest first; nbgrader takes one of them."""
        fit = [record for record in records if not record["trouble"]]
        for record in records:
            if record["trouble"]:
                self._say(f"{record['filename']}: NOT COLLECTED: {record['trouble']}")
        whole, latest = [], super()._sort_by_timestamp(fit)
        for record in latest:
            why = _missing(self.inbound_path, record["filename"])
            if not why:
                whole.append(record)
            elif not whole:  # nbgrader's own collect would take this one
                self._say(f"{record['filename']} in the exchange is not whole: {why}")
        return whole or latest or records

    def copy_files(self) -> None:
        """Copy each student's hand-in."""
        self.src_records = [record for record in self.src_records if not record["trouble"]]
        super().copy_files()

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy the ordinary files of a hand-in, as far as nbgrader's limits allow."""
        above, name = os.path.split(src)
        room = KILOBYTE * self.coursedir.max_dir_size
        most = KILOBYTE * self.coursedir.max_file_size
        odd = []
        try:
            with untrusted.folder(above, name) as opened:
                os.makedirs(dest)
                for entry in untrusted.entries(opened):
                    if entry.odd == untrusted.FOLDER or self._is_ignored(entry.path):
                        continue
                    try:
                        content = entry.read(min(room, most))
                        room -= len(content)
                        _write(Path(dest, entry.path), content)
                    except untrusted.UnreadableError as error:
                        odd.append((entry.path, entry.odd or f"unreadable ({error})"))
        except untrusted.UnreadableError as error:
            self._say(f"{name}: NOT COLLECTED: {error}")
        for note in untrusted.left_out(odd):
            self._say(f"{name}: {note}")
        if self.coursedir.groupshared:
            _share(dest)

    def _is_ignored(self, path: str) -> bool:
        *_, name = parts = path.split("/")
        ignored = any(
            fnmatch.fnmatch(part, pattern) for part in parts for pattern in self.coursedir.ignore
        )
        return ignored or not any(
            fnmatch.fnmatch(name, pattern) for pattern in self.coursedir.include
        )

    def _say(self, words: str) -> None:
        self.log.warning("%s", printable(words))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _share(folder: str) -> None:
    for above, _, names in os.walk(folder):
        for path, added in [(above, FOR_A_GROUP[0])] + [
            (os.path.join(above, name), FOR_A_GROUP[1]) for name in names
        ]:
            os.chmod(path, os.stat(path).st_mode | added)


def _missing(inbound: str, name: str) -> str:
    """Return what is missing from a hand-in, or nothing if it is whole."""
    try:
        read = handed_in.read(handed_in.Place(inbound, (name,)), 0)
    except untrusted.UnreadableError as error:
        return str(error)
    # nbgrader writes these when all else is there.
    for needed in handed_in.OF_THE_EXCHANGE:
        if not read.files.get(needed):
            return f"{needed} cannot be read, or is empty"
    for notebook, content in sorted(read.notebooks.items()):
        metadata = parse_submission(content).metadata
        if UNREADABLE in metadata:
            return f"{notebook}.ipynb: {metadata[UNREADABLE]}"
    return ""
