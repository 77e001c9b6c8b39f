"""Truncation drops the EOS.

You put SOS and EOS around the sentence and then cut it, so the EOS is the first to go. A decoder that never sees
EOS never learns to stop. In which order should the two steps go?
"""

# exercise: encode
FAILS = ("test_truncation_keeps_the_end", "test_agrees_with_the_library")
HEADLINE = True


def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError("max_len must leave room for SOS and EOS")
    ids = [vocab["[SOS]"], *(vocab.get(token, vocab["[UNK]"]) for token in tokens), vocab["[EOS]"]]
    return ids[:max_len]
