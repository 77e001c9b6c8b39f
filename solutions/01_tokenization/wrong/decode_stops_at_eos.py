"""Everything behind the first EOS is lost.

EOS is left out, but what comes behind it is not: a row can hold more than one sentence, and `skip_special=False`
asks for every id.
"""

# exercise: decode
FAILS = ("test_scaffolding_is_left_out", "test_agrees_with_the_library")


def decode(ids, vocab, skip_special=True):
    names = {number: token for token, number in vocab.items()}
    words = []
    for number in ids:
        word = names[int(number)]
        if not skip_special or word not in ("[PAD]", "[SOS]", "[EOS]"):
            words.append(word)
        if word == "[EOS]":
            break
    return " ".join(words)
