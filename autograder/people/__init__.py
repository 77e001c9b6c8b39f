"""Who takes a course, by which ids other systems know them, and whose a submission is."""
