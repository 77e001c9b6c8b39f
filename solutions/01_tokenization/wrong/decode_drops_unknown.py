"""UNK is left out.

You treat all four reserved ids alike. PAD, SOS and EOS are scaffolding; UNK stands for a word of the sentence that
is lost. Who reads the text should see the gap.
"""

# exercise: decode
FAILS = ("test_unknown_stays", "test_agrees_with_the_library")
HEADLINE = True


def decode(ids, vocab, skip_special=True):
    names = {number: token for token, number in vocab.items()}
    tokens = [names[int(number)] for number in ids]
    return " ".join(token for token in tokens if not (skip_special and token in SPECIALS))
