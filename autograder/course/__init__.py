"""A course: its people, its dates and late policies, what was decided by hand, and the marks that follow from them.

Everything here is a function of what is written down (course.toml and the tables beside it, result files); no mark that follows
from a rule is stored, so a due date moved today changes the marks today. Nothing here runs what students wrote.
"""
