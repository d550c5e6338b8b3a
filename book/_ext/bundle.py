"""One plain script from the ES modules of a figure.

Browsers load modules from a server only, and the book is to work from a folder too. So each module
becomes a function that returns its exports, in the order in which they need one another. The
modules keep to two forms, ``import { a, b } from "./other.js";`` and ``export`` before a function,
a class or a const; any other is an error.
"""

import re

IMPORT = re.compile(r'^import \{ (\w+(?:, \w+)*) \} from "\./([\w-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:function|class|const) (\w+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*|\bimport\s*[(.].*", re.MULTILINE)


def ordered(folder, name, above=()):
    """Return ``{name: source}`` of a module and all it imports, each after those it imports."""
    if name in above:
        raise ValueError(f"{name}.js imports itself, by way of {' and '.join(above)}")
    source = (folder / f"{name}.js").read_text(encoding="utf-8")
    modules = {}
    for _, other in IMPORT.findall(source):
        modules |= ordered(folder, other, (*above, name))
    return {**modules, name: source}


def wrapped(name, source):
    """Return a module as a statement that keeps its exports in a variable of its name."""
    exports = EXPORT.findall(source)
    source = IMPORT.sub(lambda match: f"const {{ {match[1]} }} = {variable(match[2])};", source)
    source = EXPORT.sub("", source)
    if left := LEFT.search(source):
        raise ValueError(f"{name}.js has a line that book/_ext/bundle.py cannot join: {left[0]}")
    return (
        f"const {variable(name)} = (() => {{\n{source}return {{ {', '.join(exports)} }};\n}})();\n"
    )


def variable(name):
    return "$" + name.replace("-", "_")


def bundle(folder, name):
    """Return the script of the module ``name`` in ``folder``, with the modules that it imports."""
    modules = ordered(folder, name)
    body = "".join(wrapped(*module) for module in modules.items())
    return f'"use strict";\n{{\n{body}}}\n'
