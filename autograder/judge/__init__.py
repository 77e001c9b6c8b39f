"""The judge: holds hidden tests, expected values and solutions, and reaches a submission only through the wire."""
