"""Without SOS and EOS.

You encode the words and nothing else. The lecture's sentence begins with SOS (1) and ends with EOS (2): a model
must know where a sentence starts and that it is over.
"""

# exercise: encode
FAILS = ("test_start_and_end", "test_agrees_with_the_library")


def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError("max_len must leave room for SOS and EOS")
    return [vocab.get(token, vocab["[UNK]"]) for token in tokens[:max_len]]
