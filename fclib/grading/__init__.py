"""The nbgrader side of the course: notebooks from their source, feedback, and reports."""
