"""Only spaces separate.

Punctuation stays glued to words, so "cute" and "cute!" become two entries of the vocabulary. Which characters
besides spaces end a word, and what becomes of them?
"""

# exercise: pre_tokenize
FAILS = ("test_words_and_punctuation", "test_signs_that_separate", "test_agrees_with_the_library")
import re


def pre_tokenize(text):
    return [(match.group(), match.span()) for match in re.finditer(r"\S+", text)]
