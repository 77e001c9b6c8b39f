"""max_len counts the words only.

SOS and EOS take places too. With `max_len` words and two specials your row is two longer than the model can read.
"""

# exercise: encode
FAILS = ("test_truncation_keeps_the_end", "test_agrees_with_the_library")


def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError("max_len must leave room for SOS and EOS")
    ids = [vocab.get(token, vocab["[UNK]"]) for token in tokens[:max_len]]
    return [vocab["[SOS]"], *ids, vocab["[EOS]"]]
