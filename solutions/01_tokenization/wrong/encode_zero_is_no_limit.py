"""max_len = 0 is taken for "no limit".

`if max_len:` is false for None *and* for 0. Ask what you mean: `if max_len is not None`.
"""

# exercise: encode
FAILS = ("test_no_room_at_all",)
EDGE = True


def encode(tokens, vocab, max_len=None):
    if max_len:
        if max_len < 2:
            raise ValueError("no room for SOS and EOS")
        tokens = tokens[: max_len - 2]
    return [vocab["[SOS]"], *(vocab.get(token, vocab["[UNK]"]) for token in tokens), vocab["[EOS]"]]
