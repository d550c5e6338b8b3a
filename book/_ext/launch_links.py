"""Addresses that open a notebook of the repository on a hub, from Jupyter Book's own settings.

These are the keys ``repository`` and ``launch_buttons`` of _config.yml, as Jupyter Book describes
them. The theme makes links of them too, but for the page's own source, which is Markdown: Colab
does not open it, and the others show it as text. So the theme does not get to see them.
"""

from pathlib import Path
from urllib.parse import quote, urlencode

import yaml

INTERFACES = {"classic": "tree", "jupyterlab": "lab/tree"}
HUBS = ("binderhub_url", "jupyterhub_url", "colab_url")
BINDER_PROVIDERS = {"https://github.com": "gh/{0}/{1}", "https://gitlab.com": "gl/{0}%2F{1}"}


def read_settings(path):
    """Return what a _config.yml says of the repository and of hubs; empty if there is no file."""
    book = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {key: book.get(key) or {} for key in ("repository", "launch_buttons")}


def links(settings, path):
    """Return the hubs that open a notebook, and their addresses for it.

    Parameters
    ----------
    settings : dict
        From `read_settings`.
    path : str
        The notebook's path in the repository.

    Returns
    -------
    dict of str to str
        Addresses by the hub's name; empty if no hub is set.

    Raises
    ------
    ValueError
        If a hub is set and the repository is not, or the hub cannot open it.
    """
    buttons = settings["launch_buttons"]
    hubs = {key: buttons[key].strip("/") for key in HUBS if buttons.get(key)}
    if not hubs:
        return {}
    repository, branch = address_and_branch(settings)
    host, owner, name = repository.rsplit("/", 2)
    interface = buttons.get("notebook_interface", "classic")
    if interface not in INTERFACES:
        raise ValueError(
            f"launch_buttons: notebook_interface is {interface!r}: it can be "
            + " or ".join(INTERFACES)
        )
    tree = INTERFACES[interface]
    found = {}
    if "binderhub_url" in hubs:
        where = BINDER_PROVIDERS.get(host, f"git/{quote(repository, safe='')}").format(owner, name)
        query = urlencode({"urlpath": f"{tree}/{path}"}, safe="/")
        found["Binder"] = f"{hubs['binderhub_url']}/v2/{where}/{quote(branch)}?{query}"
    if "jupyterhub_url" in hubs:
        # nbgitpuller clones into a folder with the repository's name.
        pull = {"repo": repository, "branch": branch, "urlpath": f"{tree}/{name}/{path}"}
        query = urlencode(pull, safe="/")
        found["JupyterHub"] = f"{hubs['jupyterhub_url']}/hub/user-redirect/git-pull?{query}"
    if "colab_url" in hubs:
        if host != "https://github.com":
            raise ValueError(
                f"launch_buttons: colab_url opens notebooks on GitHub, not {repository}: "
                "remove it from _config.yml"
            )
        place = f"{owner}/{name}/blob/{quote(branch)}/{quote(path)}"
        found["Colab"] = f"{hubs['colab_url']}/github/{place}"
    return found


def address_and_branch(settings):
    """Return the repository's address, as git takes it, and the branch."""
    repository = settings["repository"].get("url", "").rstrip("/").removesuffix(".git")
    if repository.count("/") < 4:
        raise ValueError(
            f"launch_buttons are set, and repository: url is {repository!r}: "
            "let it be such as https://github.com/OWNER/NAME in _config.yml"
        )
    return repository, settings["repository"].get("branch") or "master"  # Jupyter Book's default


def take_settings(app, config):
    """Read the settings, and keep the theme from making links of them."""
    config.launch_settings = read_settings(Path(app.srcdir).parent / "_config.yml")
    config.html_theme_options.pop("launch_buttons", None)


def setup(app):
    # With "env" a page is made again when a setting changes.
    app.add_config_value("launch_settings", {}, "env", types=[dict])
    app.connect("config-inited", take_settings, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
