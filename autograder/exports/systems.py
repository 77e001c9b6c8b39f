"""The names of where marks can go to; with them the command line needs no writer."""

TARGETS = ("gradescope", "canvas", "moodle", "nbgrader", "csv")
