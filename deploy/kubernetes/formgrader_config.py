"""nbgrader in the instructors' pods: where their course lies. Its own settings are there."""

c = get_config()  # noqa: F821  nbgrader defines it

c.CourseDirectory.root = "/home/jovyan/fclib"
