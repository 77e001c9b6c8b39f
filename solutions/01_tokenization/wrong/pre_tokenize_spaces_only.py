"""Only spaces separate.

Punctuation stays glued to words, so "cute" and "cute!" become two entries of the vocabulary. Which characters
besides spaces end a word, and what becomes of them?
"""

# exercise: pre_tokenize
import re


def pre_tokenize(text):
    return [(match.group(), match.span()) for match in re.finditer(r"\S+", text)]
