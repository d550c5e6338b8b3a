"""Feedback for those who handed in through the exchange, also where others did not."""

import getpass
import shutil

import pytest

from tests.grading import courses

pytestmark = pytest.mark.slow

NAME = courses.NAME


def test_feedback_reaches_the_exchange_though_others_handed_in_by_upload(tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    root = f"c.Exchange.root = {str(exchange)!r}\n"
    course = tmp_path / "course"
    courses.make(course, configuration=f"\n{root}")
    # A name before and one after the student who uses the exchange, in every order.
    courses.hand_in(course, 1)
    others = ("student00000", "zoe", "Lovelace, Ada")
    # Students write what says where their pages go: it may be empty, or no text.
    broken = {"aaron": b"", "zacharias": b"\xff"}
    for other in (*others[1:], *broken):
        shutil.copytree(course / "submitted/student00000", course / "submitted" / other)
    for other, secret in broken.items():
        folder = course / "submitted" / other / NAME
        (folder / "timestamp.txt").write_text("2026-01-01 12:00:00 UTC", encoding="utf-8")
        (folder / "submission_secret.txt").write_bytes(secret)
    courses.command(course, "nbgrader", "release_assignment", NAME)

    student = tmp_path / "student"
    student.mkdir()
    (student / "nbgrader_config.py").write_text(f"c = get_config()\n{root}", encoding="utf-8")
    courses.command(student, "nbgrader", "fetch_assignment", NAME, "--course", "fclib")
    courses.command(student, "nbgrader", "submit", NAME, "--course", "fclib")
    courses.command(course, "nbgrader", "collect", NAME)
    courses.command(course, "fclib", "autograde", NAME)
    courses.command(course, "nbgrader", "generate_feedback", NAME)

    said = courses.command(course, "nbgrader", "release_feedback", NAME)
    for other in others:
        assert f"{other} did not hand in through the exchange" in said
        assert (course / f"feedback/{other}/{NAME}/{NAME}.html").is_file()
    for other in broken:
        assert f"{other}: NOT RELEASED: submission_secret.txt" in said
        assert (course / f"feedback/{other}/{NAME}/{NAME}.html").is_file()
    assert f"{getpass.getuser()} did not hand in" not in said
    assert len(list((exchange / "fclib/feedback").glob("*.html"))) == 1
    courses.command(student, "nbgrader", "fetch_feedback", NAME, "--course", "fclib")
    assert list(student.glob(f"{NAME}/feedback/*/{NAME}.html"))
