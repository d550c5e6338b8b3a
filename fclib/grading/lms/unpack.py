"""Unpack the zip files of submissions that a learning management system offers.

A plugin of ``nbgrader zip_collect``, whose own leaves out without a word what leads out of an
archive, writes over files of the same name, and stops at a broken archive that a student handed in.
"""

import lzma
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from nbgrader.plugins import ExtractorPlugin

from fclib.grading import untrusted
from fclib.grading.words import printable

LARGEST_FILE = 100_000_000  # bytes
TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,  # the packed data are broken; bz2 says OSError
    lzma.LZMAError,
    EOFError,
    RuntimeError,  # packed in a way that Python does not know, or with a password
    OSError,
    ValueError,  # from `_write`, or a name that no file can have
)


class ZipExtractor(ExtractorPlugin):
    """Unpacks zip files: nothing outside of its folder, nothing over another file.

    Archives that students handed in stay closed. Each thing left out is a line in the log, and
    still in its zip file.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack what was downloaded.

        Parameters
        ----------
        archive_path, extracted_path : str
            The folder of downloads, and where their content goes.
        """
        found = False
        odd: list[tuple[str, str]] = []
        with untrusted.folder(archive_path) as opened:
            for entry in untrusted.entries(opened):
                found = found or entry.odd != untrusted.FOLDER
                if not entry.odd:
                    self._take(entry, Path(archive_path, entry.path), Path(extracted_path))
                elif entry.odd != untrusted.FOLDER:
                    odd.append((printable(entry.path), entry.odd))
        if not found:
            self.log.warning("There is nothing in %s: put the zip file there", archive_path)
        for note in untrusted.left_out(odd):
            self.log.warning("%s: %s", archive_path, note)

    def _take(self, entry: untrusted.Entry, path: Path, extracted: Path) -> None:
        place = extracted / entry.path
        try:
            if path.suffix.lower() == ".zip":
                self._unpack(path, place.with_suffix(""))
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(entry.read(LARGEST_FILE))
        except (*TROUBLE, untrusted.UnreadableError) as error:
            self.log.warning("%s could not be read: %s", path, error)

    def _unpack(self, path: Path, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                try:
                    if not entry.is_dir():
                        _write(archive, entry, place)
                except TROUBLE as error:
                    name = printable(entry.filename)
                    self.log.warning("%s: left out %s: %s", path.name, name, error)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path) -> None:
    """Write one file of an archive below a folder."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if not name.parts:
        raise ValueError("it has no name")
    if not entry.filename.isprintable():
        raise ValueError("its name has characters that cannot be shown")
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        raise ValueError("its name leads out of the archive")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ValueError("it is a link")
    if entry.file_size > LARGEST_FILE:
        raise ValueError(f"it has {entry.file_size:,} bytes")
    target = place / name
    if target.exists():
        raise ValueError("there is another file of that name")
    data = archive.read(entry)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
