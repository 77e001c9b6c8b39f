"""Everything that runs on the student's side of the border: the zygote, the confined child, and its agent.

Only this package, ``autograder.wire`` and the assignment's given files are visible inside the sandbox. Nothing here may
know a hidden test, an expected value or a solution.
"""
