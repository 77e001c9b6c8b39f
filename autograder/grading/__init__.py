"""Grading a class: submissions in, one result file each out."""
