"""Students' code in a sandbox, its tests in another process, and what goes between the two."""
