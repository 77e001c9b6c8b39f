"""Offsets counted from the sentence.

The words of a sentence have places within that sentence. Add where the sentence begins.
"""

# exercise: chunk
FAILS = ("test_chunks_by_hand", "test_overlap_by_hand", "test_offsets", "test_packing", "test_overlap")
DEFEATS = "A chunk is its place in the text, and these places are not in it: nothing that they cut out is a chunk."
import re


def chunk(text, max_words, overlap=1):
    pieces = []  # start, end, number of words
    for start, end in sentence_spans(text):
        words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
        for first in range(0, len(words), max_words):
            part = words[first : first + max_words]
            pieces.append((part[0][0], part[-1][1], len(part)))
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
