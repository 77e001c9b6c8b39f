"""A word may begin with a ## piece.

Where no plain piece fits at the beginning, you took the one with the mark. But *##ing* means "*ing* behind something";
a word *ing* needs an entry of its own, or is [UNK].
"""

# exercise: wordpiece_tokenize
FAILS = ("test_where_a_piece_may_stand", "test_agrees_with_the_library")


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) > max_chars:
        return [unk]
    pieces, start = [], 0
    while start < len(word):
        marks = ("##",) if start else ("", "##")
        found = next(
            (
                (mark + word[start:end], end)
                for end in range(len(word), start, -1)
                for mark in marks
                if mark + word[start:end] in vocab
            ),
            None,
        )
        if found is None:
            return [unk]
        pieces.append(found[0])
        start = found[1]
    return pieces
