"""Long sentences are not cut.

A sentence of more than max_words words is cut after every max_words words; otherwise the limit does not hold.
"""

# exercise: chunk
FAILS = ("test_long_sentences",)
import re


def chunk(text, max_words, overlap=1):
    pieces = []  # start, end, number of words
    for start, end in sentence_spans(text):
        words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
        pieces.append((start, end, min(len(words), max_words)))
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
