"""The pieces before the failure are kept beside [UNK].

When no piece fits, you add [UNK] to the pieces found so far. WordPiece gives up the *whole word*: half a word in
front of an unknown rest would be a word that the text does not have.
"""

# exercise: wordpiece_tokenize
FAILS = ("test_unknown_takes_the_whole_word", "test_agrees_with_the_library")
HEADLINE = True


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) > max_chars:
        return [unk]
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in vocab), None)
        if end is None:
            return [*pieces, unk]
        pieces.append(mark + word[start:end])
        start = end
    return pieces
