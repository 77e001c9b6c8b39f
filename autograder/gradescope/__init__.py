"""What runs inside Gradescope's container: one submission in, one results.json out, by the kit's own engine.

The zip that brings it there is made by :mod:`autograder.release.gradescope_zip`.
"""
