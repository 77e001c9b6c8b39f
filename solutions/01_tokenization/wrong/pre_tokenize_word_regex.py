r"""The pattern \w cuts vocalised Hebrew at every point.

Python's \w stands for letters, digits and the underscore, but not for marks. So each point of שָׁלוֹם ends a word,
and the underscore does not. Say what is in a word yourself: letters, digits, marks, geresh and gershayim.
"""

# exercise: pre_tokenize
FAILS = (
    "test_niqqud_belongs_to_the_word",
    "test_other_marks_belong_to_the_word",
    "test_geresh_and_gershayim",
    "test_signs_that_separate",
    "test_agrees_with_the_library",
)
HEADLINE = True
import re


def pre_tokenize(text):
    return [(match.group(), match.span()) for match in re.finditer(r"\w+|[^\w\s]", text)]
