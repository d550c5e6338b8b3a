"""What ``make release-check`` finds: versions that disagree, and what is not ready."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHANGELOG = "# Changelog\n\n## 1.1.0, 2027-01-31\n\n- New.\n\n## 1.0.0, 2026-12-01\n\n- Old.\n"
CITATION = "cff-version: 1.2.0\nversion: 1.1.0\ndate-released: 2027-01-31\n"


@pytest.fixture(scope="module")
def release_check():
    path = ROOT / ".ci" / "release_check.py"
    spec = importlib.util.spec_from_file_location("release_check", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_version_changelog_and_citation_agree(release_check):
    texts = ("fclib/__init__.py", "CHANGELOG.md", "CITATION.cff")
    source, changelog, citation = ((ROOT / name).read_text(encoding="utf-8") for name in texts)
    assert release_check.disagreements(release_check.version_of(source), changelog, citation) == []


@pytest.mark.parametrize(
    ("version", "tag", "changelog", "citation", "said"),
    [
        ("1.2.0", None, CHANGELOG, CITATION, ["no section ## 1.2.0", "has version 1.1.0"]),
        ("1.1.0", None, CHANGELOG, "cff-version: 1.2.0\n", ["has no version"]),
        ("1.1.0", "v1.0.0", CHANGELOG, CITATION, ["the tag is v1.0.0"]),
        (
            "1.1.0",
            "v1.1.0",
            CHANGELOG.replace("2027-01-31", "unreleased"),
            "version: 1.1.0\n",
            ["calls 1.1.0 unreleased", "has no date-released"],
        ),
        ("1.1.0", "v1.1.0", CHANGELOG, CITATION, []),
    ],
)
def test_what_is_not_ready_is_named(release_check, version, tag, changelog, citation, said):
    found = release_check.disagreements(version, changelog, citation, tag)
    assert len(found) == len(said)
    assert all(words in line for words, line in zip(said, found, strict=True))


def test_what_a_built_wheel_is_tried_with_holds_here(release_check):
    exec(release_check.SMOKE, {})


def test_notes_are_the_section_of_the_version_alone(release_check):
    assert release_check.section(CHANGELOG, "1.1.0") == ("2027-01-31", "\n- New.\n\n")
