"""The id 0 is taken for "not found".

`vocab.get(token) or UNK` gives UNK for an id that is 0, for 0 is false. The token with the id 0 is in the vocabulary
all the same. The second argument of `get` is the default that you want.
"""

# exercise: encode
FAILS = ("test_the_id_zero_is_an_id",)
EDGE = True


def encode(tokens, vocab, max_len=None):
    if max_len is not None:
        if max_len < 2:
            raise ValueError("no room for SOS and EOS")
        tokens = tokens[: max_len - 2]
    return [vocab["[SOS]"], *(vocab.get(token) or vocab["[UNK]"] for token in tokens), vocab["[EOS]"]]
