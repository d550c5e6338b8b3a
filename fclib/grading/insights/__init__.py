"""What a class got wrong: one page and one table from the gradebook and the graded notebooks."""
