"""`autograder serve`: students hand in to the course itself, and read their marks as soon as they are there.

An ASGI application in front of the same judges as `autograder grade`. What was handed in lies as bytes under its digest; who, when
and what came of it in a database; the result that counts in the course's results folder, where every other command finds it. Nothing
in this process runs, unpickles or parses what students wrote: that happens in the grader's own process, and beyond it in the sandbox.

Needs the extra ``server``.
"""
