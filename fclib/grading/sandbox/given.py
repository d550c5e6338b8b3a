"""Extract from fclib's source what an assignment gives to students, and no more than that."""

import ast
import importlib.util
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

# The data, which every assignment gives.


def given_sources(given: Iterable[str], shown: Iterable[str] = ()) -> dict[str, str]:
    """Return the source of modules that hold some of a course's public names and what these need.

    Parameters
    ----------
    given : iterable of str
        Full names, such as ``fclib.relu`` or ``fclib.architectures.LENET``.
    shown : iterable of str
        Modules that students' code has as they are; a package's own names from them are kept.

    Returns
    -------
    dict of str to str
        Source text by module. Functions that are not needed are not in it, since students could
        read them there.

    Raises
    ------
    ValueError
        If there is no such name.
    """
    needed: dict[str, set[str]] = {}
    public: dict[str, str] = {}
    modules = set(shown)
    for root in sorted({name.partition(".")[0] for name in modules if "." in name}):
        public[root] = "".join(
            f"{ast.unparse(node)}\n"
            for node in _read(root)[0].body
            if isinstance(node, ast.ImportFrom) and (node.module or "") in modules
        )
    for name in given:
        module, _, attribute = name.rpartition(".")
        home = _need(module, attribute, needed)
        if "." not in module and home != module:
            public[module] = public.get(module, "") + f"from {home} import {attribute}\n"
    sources = {module: _cut(module, names) for module, names in needed.items()}
    return sources | {module: text + sources.get(module, "") for module, text in public.items()}


def _need(module: str, name: str, needed: dict[str, set[str]]) -> str:
    """Note that a module's name is needed, and what it needs; return the module that defines it."""
    _, definitions, imports = _read(module)
    if name in imports:
        home, original = imports[name]
        if not _are_together(home, module):
            return home
        if "." in module:
            needed.setdefault(module, set()).add(name)
        return _need(home, original, needed)
    if name not in definitions:
        raise ValueError(f"{module}.{name} is given to students, and there is no such name")
    names = needed.setdefault(module, set())
    if name in names:
        return module
    names.add(name)
    for node in ast.walk(definitions[name]):
        if isinstance(node, ast.Name) and (node.id in definitions or node.id in imports):
            _need(module, node.id, needed)
    return module


def _cut(module: str, names: set[str]) -> str:
    """Return the statements of a module that define some names, and its imports for them."""
    tree, definitions, _ = _read(module)
    kept = [
        node
        for node in tree.body
        if (isinstance(node, ast.Import))
        or (isinstance(node, ast.ImportFrom) and _keep_aliases(node, names, module))
        or any(definitions[name] is node for name in names if name in definitions)
    ]
    return ast.unparse(ast.Module(kept, []))


def _keep_aliases(node: ast.ImportFrom, names: set[str], module: str) -> bool:
    """Whether an import serves: from the course's own only what is needed, from elsewhere all."""
    if _are_together(node.module or "", module):
        node.names = [alias for alias in node.names if (alias.asname or alias.name) in names]
    return bool(node.names)


def _are_together(one: str, other: str) -> bool:
    return one.partition(".")[0] == other.partition(".")[0]


def _read(module: str) -> tuple[ast.Module, dict[str, ast.stmt], dict[str, tuple[str, str]]]:
    """Return a module's syntax tree, its definitions by name, and where imported names are from."""
    tree = ast.parse(_text(module))
    definitions: dict[str, ast.stmt] = {}
    imports: dict[str, tuple[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            imports |= {
                alias.asname or alias.name: (node.module or "", alias.name) for alias in node.names
            }
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            definitions[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                definitions |= {n.id: node for n in ast.walk(target) if isinstance(n, ast.Name)}
    return tree, definitions, imports


@lru_cache(maxsize=64)
def _text(module: str) -> str:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ValueError(f"{module} is given to students, and there is no such module")
    return Path(spec.origin).read_text(encoding="utf-8")
