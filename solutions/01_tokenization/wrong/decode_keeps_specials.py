"""PAD, SOS and EOS are shown.

They were put in for the model, not for a reader. With `skip_special=True` they should be left out.
"""

# exercise: decode
FAILS = ("test_scaffolding_is_left_out", "test_agrees_with_the_library")


def decode(ids, vocab, skip_special=True):
    names = {number: token for token, number in vocab.items()}
    return " ".join(names[int(number)] for number in ids)
