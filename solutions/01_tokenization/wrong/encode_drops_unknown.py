"""Unknown words are dropped.

A sentence without its unknown words says something else: *I am (not) happy*. A reader must at least see that
something stood there. What is UNK for?
"""

# exercise: encode
FAILS = ("test_unknown", "test_agrees_with_the_library")


def encode(tokens, vocab, max_len=None):
    if max_len is not None:
        if max_len < 2:
            raise ValueError("max_len must leave room for SOS and EOS")
        tokens = tokens[: max_len - 2]
    return [vocab["[SOS]"], *(vocab[token] for token in tokens if token in vocab), vocab["[EOS]"]]
