"""nbgrader for everybody on the hub. A course adds its own nbgrader_config.py."""

from nbgrader.auth import JupyterHubAuthPlugin

c = get_config()  # noqa: F821  nbgrader defines it

c.Exchange.root = "/srv/nbgrader/exchange"
# Who is in which course stands in the hub's groups: nobody fetches from a course of others.
c.Authenticator.plugin_class = JupyterHubAuthPlugin
