"""The same text as a stock Jupyter Book: no extension of ours, MathJax in the browser."""

import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
MATHJAX = "mathjax@3.2.2"  # what Sphinx would fetch from another host: mathjax@3
# Directives that stock Jupyter Book does not have. Their text stays.
OURS = re.compile(r"```\{(?:interactive|exercise|benchmark)\}.*?\n(.*?)```\n", re.DOTALL)
OPTION = re.compile(r"^:\w+:.*\n", re.MULTILINE)


def write(folder):
    """Write the stock book's sources into a folder."""
    shutil.copytree(ROOT / "book" / "figures", folder / "figures")
    for name in ("_toc.yml", "references.bib"):
        shutil.copy(ROOT / "book" / name, folder)
    for path in (ROOT / "book").glob("*.md"):
        text = OURS.sub(lambda match: OPTION.sub("", match[1]), path.read_text(encoding="utf-8"))
        (folder / path.name).write_text(text, encoding="utf-8")
    ours = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config = {
        "title": ours["title"],
        "author": ours["author"],
        "only_build_toc_files": True,
        "execute": {"execute_notebooks": "cache"},
        "parse": ours["parse"],
        "bibtex_bibfiles": ours["bibtex_bibfiles"],
        "sphinx": {
            "extra_extensions": ours["sphinx"]["extra_extensions"],
            "config": {
                "mathjax_path": "mathjax/tex-mml-chtml.js",
                "mathjax3_config": {"tex": {"macros": macros(ours["sphinx"]["config"])}},
            },
        },
    }
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")


def macros(config):
    r"""Return KaTeX's macros as MathJax wants them: it writes \class for \htmlClass."""
    result = {}
    for name, body in config["katex_macros"].items():
        arguments = max((int(digit) for digit in re.findall(r"#(\d)", body)), default=0)
        body = body.replace(r"\htmlClass", r"\class")
        result[name.lstrip("\\")] = [body, arguments] if arguments else body
    return result


def add_mathjax(site):
    """Put MathJax beside the pages; return whether npm had it."""
    if shutil.which("npm") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", MATHJAX]
        if subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode:
            return False
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        shutil.copytree(Path(folder, "package", "es5"), site / "_static" / "mathjax")
    return True
