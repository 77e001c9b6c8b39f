"""Lines run on.

A heading or a line of a poster has no full stop. It ends where its line ends.
"""

# exercise: chunk
import re


def sentence_spans(text):
    pattern = r"(?=\S).*?(?:[.?!](?=\s|\Z)|(?=\s*\Z))"
    return [match.span() for match in re.finditer(pattern, text, flags=re.DOTALL)]
