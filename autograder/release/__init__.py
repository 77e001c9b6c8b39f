"""What is built from a master: for students, for Otter and Gradescope, for nbgrader, and the executed solution.

Everything here is deterministic: the same master makes the same bytes.
"""
