"""Shortest match first.

Your end moves to the right and stops at the first piece that fits, the shortest. So *play* becomes *p ##l …*
although *play* is in the vocabulary. Begin with the longest candidate and shrink it.
"""

# exercise: wordpiece_tokenize
FAILS = ("test_longest_match", "test_agrees_with_the_library")


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) > max_chars:
        return [unk]
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        end = next((e for e in range(start + 1, len(word) + 1) if mark + word[start:e] in vocab), None)
        if end is None:
            return [unk]
        pieces.append(mark + word[start:end])
        start = end
    return pieces
