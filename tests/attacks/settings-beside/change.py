RUNS = "import os\nos._exit(0)\n"
SETTINGS = {
    "jupyter_config.py": RUNS,
    "jupyter_nbconvert_config.json": '{"Exporter": {"template_file": "/etc/passwd"}}',
    "ipython_config.py": RUNS,
    "profile_default/startup/00.py": RUNS,
    ".ipython/profile_default/startup/00.py": RUNS,
    ".config/matplotlib/matplotlibrc": "backend: module://evil",
    "matplotlibrc": "backend: module://evil",
    "evil.py": RUNS,
    "pyvenv.cfg": "home = /tmp",
    "python311._pth": "/tmp",
    "pyproject.toml": "[tool",
    ".pdbrc": "quit",
    ".env": "PYTHONSTARTUP=evil.py",
}


def change(folder):
    for name, text in SETTINGS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
