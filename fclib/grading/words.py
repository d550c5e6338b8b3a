"""Text that a student's code made, for people's eyes."""


def printable(text: str) -> str:
    """Replace what could move a terminal's cursor or turn text around."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
