"""[UNK] for a single character.

Where nothing fits, you put [UNK] for one character and go on behind it. In WordPiece the whole word is unknown as
soon as one place cannot be cut.
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
        pieces.append(unk if end is None else mark + word[start:end])
        start = start + 1 if end is None else end
    return pieces
