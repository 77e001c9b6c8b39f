"""The vocabulary is asked for ids, so it must be a dict.

`vocab.get(piece)` works for a dict alone. All that you need to know is whether a piece is in the vocabulary: `piece in vocab` asks that
of a dict, a set and a list alike.
"""

# exercise: wordpiece_tokenize
FAILS = ("test_any_container",)
EDGE = True


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) > max_chars:
        return [unk]
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        found = [end for end in range(len(word), start, -1) if vocab.get(mark + word[start:end]) is not None]
        if not found:
            return [unk]
        pieces.append(mark + word[start : found[0]])
        start = found[0]
    return pieces
