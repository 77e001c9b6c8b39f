"""12.50 ends a sentence.

A full stop ends a sentence only where white space or the end of the text follows.
"""

# exercise: chunk
FAILS = ("test_numbers", "test_where_sentences_end")
import re


def sentence_spans(text):
    pattern = r"(?=\S).*?(?:[.?!]|(?=\s*$))"
    return [match.span() for match in re.finditer(pattern, text, flags=re.MULTILINE)]


def chunk(text, max_words, overlap=1):
    pieces = []  # start, end, number of words
    for start, end in sentence_spans(text):
        words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
        for first in range(0, len(words), max_words):
            part = words[first : first + max_words]
            pieces.append((start + part[0][0], start + part[-1][1], len(part)))
    chunks, first, new = [], 0, 0
    while new < len(pieces):
        last = new
        while last < len(pieces) and sum(words for _, _, words in pieces[first : last + 1]) <= max_words:
            last += 1
        chunks.append((pieces[first][0], pieces[last - 1][1]))
        first, new = max(first, last - overlap), last
        while new < len(pieces) and sum(words for _, _, words in pieces[first : new + 1]) > max_words:
            first += 1
    return chunks
