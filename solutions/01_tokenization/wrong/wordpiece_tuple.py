"""The pieces come in a tuple.

A list was asked for. Where the pieces of a whole text are put together, `list + tuple` is an error.
"""

# exercise: wordpiece_tokenize
FAILS = ("test_a_list",)
EDGE = True


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) > max_chars:
        return (unk,)
    pieces, start = (), 0
    while start < len(word):
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            if mark + word[start:end] in vocab:
                pieces, start = (*pieces, mark + word[start:end]), end
                break
        else:
            return (unk,)
    return pieces
