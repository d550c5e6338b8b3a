"""Build what a release consists of, and try it as somebody would who has nothing of this checkout.

``make release-check`` needs a network, for NumPy. With ``TAG=v0.1.0`` it also asks that everything
is as it has to be on the day of the release; ``--notes`` prints the changelog's section alone.
"""

import argparse
import ast
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from flit_core import buildapi
from packaging.metadata import Metadata

ROOT = Path(__file__).parents[1]
NAME = "fclib-course"
SMOKE = """
import fclib, fclib.checks.neuron_to_layer as check
x, W, b = fclib.worked_example()
assert fclib.linear_forward([x], W, b).tolist() == [(W @ x + b).tolist()]
assert fclib.load_digits().images.shape[0] == 1797
try:
    check.every_size(lambda x, W, b: [sum(w * v for w, v in zip(row, x)) for row in W])
except AssertionError as error:
    assert str(error).startswith("[bias-missing] "), error
else:
    raise SystemExit("a layer without its bias passes the check")
print(fclib.__version__, fclib.__file__)
"""


def version_of(source):
    """Return the version that a module's source states."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "__version__":
            return node.value.value
    raise ValueError("fclib/__init__.py has no __version__")


def section(changelog, version):
    """Return what follows a version in its heading, and the text under it; two None without one."""
    pattern = rf"^## {re.escape(version)}, ([^\n]+)\n(.*?)(?=^## |\Z)"
    found = re.search(pattern, changelog, re.MULTILINE | re.DOTALL)
    return found.groups() if found else (None, None)


def disagreements(version, changelog, citation, tag=None):
    """Return a line for each place that states another version, or is not ready for a tag."""
    wrong = []
    state, _ = section(changelog, version)
    if state is None:
        wrong.append(f"CHANGELOG.md has no section ## {version}, and fclib is {version}: add one")
    cited = re.search(r"^version: (.+)$", citation, re.MULTILINE)
    if cited is None or cited[1].strip("\"'") != version:
        stated = "no version" if cited is None else f"version {cited[1]}"
        wrong.append(f"CITATION.cff has {stated}, and fclib is {version}: write version: {version}")
    if tag is None:
        return wrong
    if tag != f"v{version}":
        wrong.append(f"the tag is {tag}, and fclib is {version}: tag v{version}")
    if state == "unreleased":
        wrong.append(f"CHANGELOG.md calls {version} unreleased: write the day there, as 2027-01-31")
    if not re.search(r"^date-released: ", citation, re.MULTILINE):
        wrong.append("CITATION.cff has no date-released: add the day, as 2027-01-31")
    return wrong


def build(folder):
    """Build the source archive, and the wheel from nothing but that; return both."""
    sdist = folder / buildapi.build_sdist(str(folder))
    with tempfile.TemporaryDirectory() as unpacked, tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
        (source,) = Path(unpacked).iterdir()
        code = f"from flit_core import buildapi; print(buildapi.build_wheel({str(folder)!r}))"
        wheel = run([sys.executable, "-c", code], cwd=source).split()[-1]
    return sdist, folder / wheel


def check_metadata(wheel, version):
    """Let packaging read a wheel's metadata strictly; see that they are those of this package."""
    with zipfile.ZipFile(wheel) as archive:
        (path,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Metadata.from_email(archive.read(path), validate=True)
    assert (metadata.name, str(metadata.version)) == (NAME, version), metadata
    assert metadata.license_expression, "pyproject.toml has no license"
    assert metadata.description_content_type == "text/markdown", "the README is not Markdown"
    assert any(line.startswith("Programming Language") for line in metadata.classifiers)


def check_installed(wheel, version):
    """Install a wheel into an environment of its own, elsewhere, and use it there."""
    with tempfile.TemporaryDirectory() as folder:
        run([sys.executable, "-m", "venv", "venv"], cwd=folder)
        python = str(Path(folder, "venv", "bin", "python"))
        run([python, "-m", "pip", "install", "--quiet", str(wheel)], cwd=folder)
        said = run([python, "-I", "-c", SMOKE], cwd=folder).split()
        assert said[0] == version, said
        assert Path(said[1]).is_relative_to(folder), f"{said[1]} is not the installed package"
        run([python, "-m", "pip", "check"], cwd=folder)


def run(command, cwd):
    """Run a command that has to succeed; return what it printed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def main():
    """Check a release; leave its files in _build/release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tag", nargs="?", help="of the release, such as v0.1.0")
    parser.add_argument("--notes", action="store_true", help="print the release's notes")
    options = parser.parse_args()
    texts = ("fclib/__init__.py", "CHANGELOG.md", "CITATION.cff")
    source, changelog, citation = ((ROOT / name).read_text(encoding="utf-8") for name in texts)
    version = version_of(source)
    if options.notes:
        print((section(changelog, version)[1] or "").strip())
        return
    if wrong := disagreements(version, changelog, citation, options.tag):
        sys.exit("\n".join(wrong))
    folder = ROOT / "_build" / "release"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    sdist, wheel = build(folder)
    check_metadata(wheel, version)
    check_installed(wheel, version)
    print(f"{NAME} {version} can be released:\n{sdist}\n{wheel}")


if __name__ == "__main__":
    main()
