"""12.50 ends a sentence.

A full stop ends a sentence only where white space or the end of the text follows.
"""

# exercise: chunk
import re


def sentence_spans(text):
    pattern = r"(?=\S).*?(?:[.?!]|(?=\s*$))"
    return [match.span() for match in re.finditer(pattern, text, flags=re.MULTILINE)]
