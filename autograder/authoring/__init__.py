"""What an instructor writes, read and checked: the master notebook, its tests, wrong and right solutions.

Every mistake that an author can make ends in a :class:`~autograder.errors.KitError` that names the file, the line and
what to do.
"""
