"""Text that a student made, for people's eyes, and names that are fit for a student's folder."""

MARKUP = '<>"&`'


def printable(text: str) -> str:
    """Replace what could move a terminal's cursor or turn text around."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def wrong_id(student: str) -> str:
    """Return why a name cannot be a student's id, or an empty text.

    An id is a folder's name, stands in addresses and pages, and in lines of a log.
    """
    if not student.isprintable() or student != student.strip():
        return "it has characters that cannot be shown, or spaces around it"
    if student.startswith(".") or "/" in student or not student:
        return "it is not a name for a folder"
    found = [character for character in MARKUP if character in student]
    return f"it has {' '.join(found)} in it" if found else ""
