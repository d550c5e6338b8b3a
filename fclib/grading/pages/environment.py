"""Where the templates of all pages are rendered: everything in them is escaped."""

import jinja2
from markupsafe import Markup, escape


def environment(package: str) -> jinja2.Environment:
    """Return an environment for the templates of a package; a name that it lacks is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["breakable"] = breakable
    return made


def breakable(name: str) -> Markup:
    """Return a name that may go on in a new line after ``_`` and ``-``."""
    return escape(name).replace("_", Markup("_<wbr>")).replace("-", Markup("-<wbr>"))
