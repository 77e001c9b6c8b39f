"""Words run together.

The tokens of a word vocabulary carry no spaces; put one between two of them.
"""

# exercise: decode
FAILS = ("test_words_come_back", "test_agrees_with_the_library")


def decode(ids, vocab, skip_special=True):
    names = {number: token for token, number in vocab.items()}
    skipped = {"[PAD]", "[SOS]", "[EOS]"} if skip_special else set()
    return "".join(word for word in (names[int(number)] for number in ids) if word not in skipped)
