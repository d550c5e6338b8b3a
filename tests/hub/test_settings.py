"""The settings for one machine name what the installed JupyterHub has, with systemd and without."""

import os
import runpy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jupyterhub.app import JupyterHub
from jupyterhub.auth import PAMAuthenticator
from jupyterhub.proxy import ConfigurableHTTPProxy
from jupyterhub.scopes import scope_definitions
from jupyterhub.spawner import LocalProcessSpawner
from systemdspawner import SystemdSpawner
from traitlets.config import Config

DEPLOY = Path(__file__).parents[2] / "deploy" / "one-machine"
CONFIG = DEPLOY / "jupyterhub_config.py"
CLASSES = {
    "JupyterHub": JupyterHub,
    "Authenticator": PAMAuthenticator,
    "ConfigurableHTTPProxy": ConfigurableHTTPProxy,
    "Spawner": LocalProcessSpawner,
    "SystemdSpawner": SystemdSpawner,
}


@pytest.fixture(params=[True, False], ids=["systemd", "no systemd"])
def systemd(request, monkeypatch):
    is_dir = Path.is_dir
    booted = Path("/run/systemd/system")
    monkeypatch.setattr(
        Path, "is_dir", lambda path: request.param if path == booted else is_dir(path)
    )
    return request.param


@pytest.fixture
def config(systemd, monkeypatch):
    monkeypatch.setenv("PATH", os.environ["PATH"])  # which the settings change
    config = Config()
    runpy.run_path(str(CONFIG), {"get_config": lambda: config})
    return config


def test_every_setting_is_known(config):
    for name, section in config.items():
        assert set(section) <= set(CLASSES[name].class_trait_names(config=True))


def test_every_scope_is_known(config):
    scopes = [scope for role in config.JupyterHub.load_roles for scope in role["scopes"]]
    scopes += config.Spawner.server_token_scopes
    assert {scope.split("!")[0] for scope in scopes} <= set(scope_definitions)


def test_limits_are_those_of_systemd_or_of_the_kernel(config, systemd):
    assert config.JupyterHub.spawner_class == ("systemd" if systemd else "localprocess")
    assert config.Spawner.mem_limit == 2 * 1024**3
    limited = f"--data={config.Spawner.mem_limit}" in config.Spawner.cmd
    assert limited is not systemd


def test_formgrader_is_for_instructors_and_no_others(config):
    roles = {role["name"]: role for role in config.JupyterHub.load_roles}
    having = [role for role in roles.values() if "access:services!service=fclib" in role["scopes"]]
    assert [role["groups"] for role in having] == [["formgrade-fclib"]]
    members = config.JupyterHub.load_groups["formgrade-fclib"]["users"]
    assert members == ["ines", "grader-fclib"]


def test_only_root_can_open_the_hubs_ports(config):
    """Ports below 1024 are root's: who has one of these gets passwords, or answers as the hub."""
    hub = config.JupyterHub
    addresses = [hub.bind_url, config.ConfigurableHTTPProxy.api_url]
    addresses += [service["url"] for service in hub.services if "url" in service]
    ports = [hub.hub_port, *(urlsplit(address).port for address in addresses)]
    assert len(set(ports)) == 4
    assert all(0 < port < 1024 for port in ports), ports


def test_readme_sends_the_web_server_to_the_hub(config):
    address = urlsplit(config.JupyterHub.bind_url).netloc
    assert f"reverse_proxy {address}\n" in (DEPLOY / "README.md").read_text(encoding="utf-8")
