"""Team projects: rosters, a rubric that people mark by, contribution statements, and what they add up to.

The automatic part comes from the result files of `autograder grade`; nothing here runs what students wrote.
"""
