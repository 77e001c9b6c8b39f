"""Continuations are looked up without ##.

You search the vocabulary for "ing" and put the mark on afterwards. But *ing* and *##ing* are two entries: one
begins a word, the other continues it. Look up the string that you will return.
"""

# exercise: wordpiece_tokenize
FAILS = ("test_where_a_piece_may_stand", "test_agrees_with_the_library")


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) > max_chars:
        return [unk]
    bare = {piece.removeprefix("##") for piece in vocab}
    pieces, start = [], 0
    while start < len(word):
        end = next((e for e in range(len(word), start, -1) if word[start:e] in bare), None)
        if end is None:
            return [unk]
        pieces.append(("##" if start else "") + word[start:end])
        start = end
    return pieces
