"""max_chars is ignored.

A "word" of thousands of characters is no word but noise (a link, a key, a picture in text form), and the search
takes the square of its length. BERT's code gives up beyond a limit.
"""

# exercise: wordpiece_tokenize
FAILS = ("test_very_long_words",)
EDGE = True


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in vocab), None)
        if end is None:
            return [unk]
        pieces.append(mark + word[start:end])
        start = end
    return pieces
