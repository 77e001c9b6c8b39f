"""A word of exactly max_chars characters is refused.

`>=` in place of `>`: only a word of *more* than max_chars characters is [UNK] without a search.
"""

# exercise: wordpiece_tokenize
FAILS = ("test_very_long_words",)
EDGE = True


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) >= max_chars:
        return [unk]
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in vocab), None)
        if end is None:
            return [unk]
        pieces.append(mark + word[start:end])
        start = end
    return pieces
