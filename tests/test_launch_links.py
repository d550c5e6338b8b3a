"""Links that open an exercise on a hub: the card's, and none of the theme's own.

The addresses are taken apart here as the hubs take them apart: BinderHub's ``/v2/PROVIDER/SPEC``
with ``urlpath``, nbgitpuller's ``git-pull`` behind JupyterHub's ``user-redirect``, and Colab's
``/github/OWNER/NAME/blob/BRANCH/PATH``.
"""

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NAME = "01-neuron-to-layer"
NOTEBOOK = f"exercises/{NAME}/{NAME}.ipynb"
HUBS = {
    "binderhub_url": "https://mybinder.org/",
    "jupyterhub_url": "https://hub.example.org/jupyter",
    "colab_url": "https://colab.research.google.com",
}


@pytest.fixture
def launch_links(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "book" / "_ext")
    import launch_links

    return launch_links


def settings(url="https://github.com/owner/name", branch="main", **buttons):
    return {
        "repository": {"url": url, "branch": branch},
        "launch_buttons": {"notebook_interface": "jupyterlab", **buttons},
    }


def test_binder_gets_owner_name_branch_and_the_notebook_in_jupyterlab(launch_links):
    given = settings(binderhub_url=HUBS["binderhub_url"])
    address = urlsplit(launch_links.links(given, NOTEBOOK)["Binder"])
    assert (address.scheme, address.netloc) == ("https", "mybinder.org")
    assert address.path == "/v2/gh/owner/name/main"
    assert parse_qs(address.query) == {"urlpath": [f"lab/tree/{NOTEBOOK}"]}


@pytest.mark.parametrize(
    ("url", "provider", "spec"),
    [
        ("https://gitlab.com/owner/name", "gl", ["owner/name"]),
        ("https://git.example.org/owner/name", "git", ["https://git.example.org/owner/name"]),
    ],
)
def test_binder_gets_other_providers_as_one_escaped_part(launch_links, url, provider, spec):
    """BinderHub splits at the first slash, so the part before it cannot have one of its own."""
    given = settings(url, "a/branch", binderhub_url=HUBS["binderhub_url"])
    path = urlsplit(launch_links.links(given, NOTEBOOK)["Binder"]).path
    _, _, found, rest = path.split("/", 3)
    escaped, branch = rest.split("/", 1)
    assert (found, [unquote(escaped)], branch) == (provider, spec, "a/branch")


@pytest.mark.parametrize("ending", ["", ".git", "/"])
def test_nbgitpuller_finds_the_notebook_in_the_folder_that_it_clones(launch_links, ending):
    given = settings(
        f"https://github.com/owner/name{ending}", "a&b", jupyterhub_url=HUBS["jupyterhub_url"]
    )
    address = urlsplit(launch_links.links(given, NOTEBOOK)["JupyterHub"])
    assert address.netloc == "hub.example.org"
    assert address.path == "/jupyter/hub/user-redirect/git-pull"
    asked = {key: value for key, (value,) in parse_qs(address.query).items()}
    folder = asked["repo"].rstrip("/").split("/")[-1]  # as nbgitpuller's handler names it
    assert asked == {
        "repo": "https://github.com/owner/name",
        "branch": "a&b",
        "urlpath": f"lab/tree/{folder}/{NOTEBOOK}",
    }


def test_colab_gets_the_notebook_and_not_a_chapter(launch_links):
    given = settings(colab_url=HUBS["colab_url"])
    assert launch_links.links(given, NOTEBOOK) == {
        "Colab": f"https://colab.research.google.com/github/owner/name/blob/main/{NOTEBOOK}"
    }


def test_unset_interface_and_branch_are_those_of_jupyter_book(launch_links):
    given = settings(branch="", binderhub_url=HUBS["binderhub_url"])
    del given["launch_buttons"]["notebook_interface"]
    address = urlsplit(launch_links.links(given, NOTEBOOK)["Binder"])
    assert address.path.endswith("/master")
    assert parse_qs(address.query) == {"urlpath": [f"tree/{NOTEBOOK}"]}


def test_no_hub_means_no_links_and_needs_no_repository(launch_links):
    assert launch_links.links({"repository": {}, "launch_buttons": {}}, NOTEBOOK) == {}
    assert launch_links.links(launch_links.read_settings(ROOT / "_config.yml"), NOTEBOOK) == {}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (settings("", colab_url="https://c"), r"repository: url is ''.*OWNER/NAME"),
        (settings("https://gitlab.com/a/b", colab_url="https://c"), "GitHub, not https://gitlab"),
        (
            settings(binderhub_url="https://b", notebook_interface="lab"),
            "interface is 'lab': it can be classic or jupyterlab",
        ),
    ],
)
def test_settings_that_would_give_a_dead_link_are_refused(launch_links, given, words):
    with pytest.raises(ValueError, match=words):
        launch_links.links(given, NOTEBOOK)


def test_card_offers_the_hubs_of_the_settings(build, launch_links):
    given = settings(**HUBS)
    done, pages = build(f"# Page\n\n```{{exercise}} {NAME}\nDo.\n```\n", yaml.dump(given))
    assert done.returncode == 0, done.stderr
    html = (pages / "index.html").read_text(encoding="utf-8")
    for hub, address in launch_links.links(given, NOTEBOOK).items():
        assert f'<a href="{address.replace("&", "&amp;")}">{hub}</a>' in html
    assert "<code>%pip install git+https://github.com/owner/name@main</code>" in html


def test_card_without_settings_offers_the_download_alone(build):
    done, pages = build(f"# Page\n\n```{{exercise}} {NAME}\nDo.\n```\n")
    assert done.returncode == 0, done.stderr
    html = (pages / "index.html").read_text(encoding="utf-8")
    assert "Download the notebook" in html
    assert "Or open it in" not in html


def test_wrong_setting_is_reported_with_file_line_and_way_out(build):
    given = yaml.dump(settings("", **HUBS))
    done, _ = build(f"# Page\n\n```{{exercise}} {NAME}\nDo.\n```\n", given)
    assert done.returncode != 0
    assert "index.md:3: " in done.stderr
    assert "let it be such as https://github.com/OWNER/NAME" in done.stderr


def test_theme_makes_no_links_to_a_page_of_markdown(build):
    """Its buttons would lead to the chapter's source, which Colab does not open."""
    theme = (
        "html_theme = 'sphinx_book_theme'\n"
        "html_theme_options = {'repository_url': 'https://github.com/owner/name',\n"
        f"    'launch_buttons': {HUBS}}}\n"
    )
    page = "---\nkernelspec:\n  name: python3\n---\n\n# Page\n"
    done, pages = build(page, configuration=theme)
    assert done.returncode == 0, done.stderr
    html = (pages / "index.html").read_text(encoding="utf-8")
    assert "bd-article" in html  # the theme's page
    assert "index.md" not in html.replace("_sources/index.md", "")
    assert not [host for host in ("mybinder", "hub.example", "colab") if host in html]


def test_binder_installs_the_package_in_a_python_that_it_runs_in():
    """repo2docker runs ``pip install -r binder/requirements.txt`` in the repository's root."""
    requirements = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8")
    assert [line for line in requirements.splitlines() if not line.startswith("#")] == ["."]
    runtime = (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    version = tuple(map(int, runtime.removeprefix("python-").split(".")))
    assert version >= (3, 11)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "-r", "binder/requirements.txt"),
            *("--dry-run", "--ignore-installed", "--quiet", "--report", "-"),
            *("--no-deps", "--no-index", "--no-build-isolation"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"name": "fclib-course"' in done.stdout
