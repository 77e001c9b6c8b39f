"""Short sentences are filled up.

max_len is the most that a result may have, not the length that it must have. Filling up is the work of `pad_batch`,
which knows how long the longest sentence is.
"""

# exercise: encode
FAILS = ("test_what_fits_is_not_cut",)


def encode(tokens, vocab, max_len=None):
    if max_len is None:
        return [vocab["[SOS]"], *(vocab.get(token, vocab["[UNK]"]) for token in tokens), vocab["[EOS]"]]
    if max_len < 2:
        raise ValueError("no room for SOS and EOS")
    ids = [vocab["[SOS]"], *(vocab.get(token, vocab["[UNK]"]) for token in tokens[: max_len - 2]), vocab["[EOS]"]]
    return ids + [PAD] * (max_len - len(ids))
