"""Escape what formgrader's pages show: names and ids can be what students chose.

Its templates put them into HTML and into scripts as they are, and its answers to scripts are
labelled as HTML. Here the templates get jinja2's escaping, those with scripts a value that is data
there, and the answers and files the label of what nobody's browser runs.
"""

import functools
from collections.abc import Callable
from importlib import import_module
from importlib.resources import files
from typing import Any

import jinja2

PACKAGE = "nbgrader.server_extensions.formgrader"
INERT = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def escape() -> None:
    """Let all pages of formgrader in this process be escaped."""
    base = import_module(f"{PACKAGE}.base")
    handlers = import_module(f"{PACKAGE}.handlers")
    base.BaseHandler.render = _render
    base.BaseApiHandler.set_default_headers = _plain(base.BaseHandler.set_default_headers)
    handlers.SubmissionFilesHandler.set_extra_headers = _inert


def _render(handler: Any, name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values)


def _plain(set_default_headers: Callable[[Any], None]) -> Callable[[Any], None]:
    @functools.wraps(set_default_headers)
    def set_headers(handler: Any) -> None:
        set_default_headers(handler)
        # Not JSON: jQuery would then parse it before the page's own script does.
        handler.set_header("Content-Type", "text/plain; charset=UTF-8")

    return set_headers


def _inert(handler: Any, path: str) -> None:
    """Let a page that a student handed in run nothing here, where the instructor is logged in."""
    handler.set_header("Content-Security-Policy", INERT)


@functools.cache
def _environment() -> jinja2.Environment:
    theirs = jinja2.FileSystemLoader(import_module(f"{PACKAGE}.handlers").template_path)
    ours = jinja2.FileSystemLoader(str(files("fclib.grading.pages") / "templates" / "formgrader"))
    loader = jinja2.ChoiceLoader([ours, theirs, jinja2.PrefixLoader({"nbgrader": theirs})])
    return jinja2.Environment(loader=loader, autoescape=True)
