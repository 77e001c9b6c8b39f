"""An id that does not exist becomes [UNK].

UNK stands for a word that the vocabulary lacks. An id that it lacks is something else: a mistake in the program, most
likely ids of another vocabulary. It should be heard: a KeyError.
"""

# exercise: decode
FAILS = ("test_an_id_that_does_not_exist",)


def decode(ids, vocab, skip_special=True):
    tokens = {number: token for token, number in vocab.items()}
    hidden = {"[PAD]", "[SOS]", "[EOS]"} if skip_special else set()
    return " ".join(token for i in ids if (token := tokens.get(int(i), "[UNK]")) not in hidden)
