"""Canvas and Moodle: take in their downloads, write what they import."""
