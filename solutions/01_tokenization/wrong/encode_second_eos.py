"""A sentence that fits gets a second EOS.

You cut the finished ids and put an EOS behind them whether or not something was cut. Cut the words first; then SOS
and EOS are put on once.
"""

# exercise: encode
FAILS = ("test_what_fits_is_not_cut",)


def encode(tokens, vocab, max_len=None):
    ids = [vocab["[SOS]"], *(vocab.get(token, vocab["[UNK]"]) for token in tokens), vocab["[EOS]"]]
    if max_len is None:
        return ids
    if max_len < 2:
        raise ValueError("no room for SOS and EOS")
    return [*ids[: max_len - 1], vocab["[EOS]"]]
