"""Assignments: both notebooks from their one source, and the source of a new one."""
