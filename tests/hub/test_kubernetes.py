"""The settings for Kubernetes, as far as they can be tried without a cluster."""

import os
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from jupyterhub.auth import Authenticator
from jupyterhub.spawner import Spawner

ROOT = Path(__file__).parents[2]
HERE = ROOT / "deploy" / "kubernetes"
COURSE = "fclib"


def values(name):
    return yaml.safe_load((HERE / f"values-{name}.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def hub():
    return values("jupyterhub")["hub"]


@pytest.fixture
def image():
    """The Dockerfile's copies: place in the image to the file or folder here."""
    text = (HERE / "Dockerfile").read_text(encoding="utf-8")
    copies = re.findall(r"^COPY (deploy\S+) (\S+)$", text, re.MULTILINE)
    return {place: ROOT / source for source, place in copies}


def test_settings_name_traits_that_jupyterhub_has(hub):
    """The chart takes any key here, and JupyterHub only warns of those it does not know."""
    overrides = hub["config"]["KubeSpawner"]["group_overrides"].values()
    names = {name for override in overrides for name in override["spawner_override"]}
    assert names <= set(Spawner.class_trait_names(config=True))
    assert {"groups", "spawner_override"} == {key for override in overrides for key in override}
    assert "group_overrides" in Spawner.class_trait_names(config=True)
    assert set(hub["config"]["Authenticator"]) <= set(Authenticator.class_trait_names(config=True))


def test_instructors_are_in_the_group_that_gets_formgrader(hub):
    group = f"formgrade-{COURSE}"
    assert hub["config"]["KubeSpawner"]["group_overrides"][group]["groups"] == [group]
    instructors = hub["config"]["JupyterHub"]["load_groups"][group]["users"]
    assert set(instructors) <= set(hub["config"]["Authenticator"]["allowed_users"])
    assert values("ngshare")["ngshare"]["admins"] == instructors


def test_people_log_in_with_something_that_knows_them(hub):
    assert hub["config"]["JupyterHub"]["authenticator_class"] not in ("dummy", "null")


def test_image_has_what_the_values_name(hub, image):
    own = values("jupyterhub")["singleuser"]["extraEnv"]["JUPYTER_CONFIG_PATH"]
    overrides = hub["config"]["KubeSpawner"]["group_overrides"][f"formgrade-{COURSE}"]
    formgrader = overrides["spawner_override"]["environment"]["JUPYTER_CONFIG_PATH"]
    for folder in (own, formgrader):
        assert (image[folder] / "labconfig" / "page_config.json").is_file()
    assert image["/etc/jupyter/nbgrader_config.py"].is_file()
    assert image[f"{formgrader}/nbgrader_config.py"].is_file()


def test_image_has_no_solutions():
    text = (HERE / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE)
    names = {name.split("/")[0] for line in copied for name in line.split()}
    assert names == {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "requirements.lock",
        "fclib",
        "deploy",
    }


def test_ngshare_is_where_nbgrader_looks_for_it(hub):
    """The chart's name is the service's, and the hub's name for it the path below /services."""
    text = (HERE / "nbgrader_config.py").read_text(encoding="utf-8")
    url = hub["services"]["ngshare"]["url"]
    assert f'configureExchange(c, "{url}/services/ngshare")' in text
    port = values("jupyterhub")["singleuser"]["networkPolicy"]["egress"][0]["ports"][0]["port"]
    assert url.endswith(f":{port}")


@pytest.mark.parametrize("name", ["nbgrader_config.py", "formgrader_config.py"])
def test_python_in_the_image_compiles(name):
    compile((HERE / name).read_text(encoding="utf-8"), name, "exec")


def test_chart_knows_every_key():
    """The chart's schema refuses keys that it does not know, as `helm install` does."""
    schema = os.environ.get("Z2JH_SCHEMA")
    if schema is None:
        pytest.skip("optional: Z2JH_SCHEMA names no values.schema.yaml of the chart")
    rules = yaml.safe_load(Path(schema).read_text(encoding="utf-8"))
    errors = jsonschema.Draft7Validator(rules).iter_errors(values("jupyterhub"))
    # What is missing comes from the chart's own values, which helm merges with these.
    assert [error.message for error in errors if error.validator != "required"] == []
