"""Run and read again what a change makes stale, where Jupyter Book and Sphinx would not notice.

Executed cells import fclib, but jupyter-cache looks at the cells alone: after a change in the
package it would go on showing old outputs. So the cache's folder carries a hash of the package.
Style sheets, figures, templates and these extensions are no pages: Sphinx would leave the site as
it was when only they change. And it forgets a page's warnings once the page is written, so that a
strict build would fail once and pass the next time, its fault still in the page. The search's index
loses the terms that pages explain, unless they are written again.
"""

import hashlib
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.util.index_entries import split_index_msg

BOOK = Path(__file__).parents[1]
PACKAGE = BOOK.parent / "fclib"


def folder_hash(*folders):
    """Return a short hash of the names and contents of all files below the folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(folder.parent).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def key_cache(app, config):
    # Both values have rebuild="env": another one means that every page is read and written again.
    caches = Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(caches / folder_hash(PACKAGE, BOOK / "figures"))
    config.site_hash = folder_hash(
        *(BOOK / name for name in ("_ext", "assets", "practise", "vendor"))
    )


def forget_failed_build(app, exception):
    # Sphinx does this by itself after an exception, but not after warnings with --keep-going.
    # keep_going means that warnings count as errors; the status code is set only after this event.
    if app.keep_going and app._warncount:
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def find_terms_again(app):
    # What sphinx.search.IndexBuilder.load does not take from the index that there was.
    known = app.builder.indexer._index_entries
    for page, entries in app.env.get_domain("index").entries.items():
        if page not in known:
            known[page] = sorted(
                {
                    (term, target or "", main)
                    for kind, terms, target, main, _ in entries
                    for term in split_index_msg(kind, terms)
                }
            )
    return []  # no more pages


def setup(app):
    app.add_config_value("site_hash", "", "env", types=[str])
    app.connect("config-inited", key_cache, priority=400)
    app.connect("html-collect-pages", find_terms_again)
    app.connect("build-finished", forget_failed_build)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
