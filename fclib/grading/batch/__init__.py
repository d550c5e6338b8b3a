"""``fclib autograde``: many submissions at a time, each result kept and recorded."""
