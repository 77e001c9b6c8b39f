"""The full stop is cut off.

The end of a span is the place behind its last character: the full stop belongs to the sentence.
"""

# exercise: chunk
import re


def sentence_spans(text):
    pattern = r"(?=\S).*?(?:[.?!](?=\s|\Z)|(?=\s*$))"
    return [
        (match.start(), match.end() - (match.group()[-1] in ".?!"))
        for match in re.finditer(pattern, text, flags=re.MULTILINE)
    ]
