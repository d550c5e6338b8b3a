"""A course folder's configuration as nbgrader reads it, and the points in its gradebook."""

from pathlib import Path

from traitlets.config import PyFileConfigLoader


def read_config(root):
    """Return the configuration in a course folder's nbgrader_config.py."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(Path(root).resolve())).load_config()


def course_directory(root, config):
    """Return nbgrader's view of a course folder."""
    # nbgrader takes seconds to import; grading starts its processes before.
    from nbgrader.coursedir import CourseDirectory

    return CourseDirectory(config=config, root=str(Path(root).resolve()))


def has_gradebook(db_url):
    """Whether there is one to read: opening a SQLite file that is not there would make it."""
    from sqlalchemy import make_url

    address = make_url(db_url)
    return address.drivername != "sqlite" or Path(address.database).is_file()


def points(submission):
    """Return what a submission earned, less what it lost for being late."""
    return max(0.0, submission.score - submission.late_submission_penalty)
