"""The beginning of the sentence is cut.

You keep the last words. The docstring asks to cut from the end: what stands first in a text usually matters most.
"""

# exercise: encode
FAILS = ("test_truncation_keeps_the_end", "test_agrees_with_the_library")


def encode(tokens, vocab, max_len=None):
    if max_len is not None:
        if max_len < 2:
            raise ValueError("max_len must leave room for SOS and EOS")
        tokens = tokens[max(0, len(tokens) - (max_len - 2)) :]
    return [vocab["[SOS]"], *(vocab.get(token, vocab["[UNK]"]) for token in tokens), vocab["[EOS]"]]
