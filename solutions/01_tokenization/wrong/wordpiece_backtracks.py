"""It goes back and tries shorter pieces.

If the rest cannot be cut after the longest piece, you try a shorter one. That may find a cut where BERT's code
finds none, and then your ids are not BERT's. Greedy means: the longest piece is taken and never given back.
"""

# exercise: wordpiece_tokenize
FAILS = ("test_no_second_thoughts",)


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    def cut(start):
        if start == len(word):
            return []
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            if mark + word[start:end] in vocab and (rest := cut(end)) is not None:
                return [mark + word[start:end], *rest]
        return None

    pieces = None if len(word) > max_chars else cut(0)
    return [unk] if pieces is None else pieces
