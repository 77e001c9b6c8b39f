"""Unknown words get new ids.

You add words to the vocabulary while you encode. The model's table has no row for these ids, and the next text gets
other numbers. After training the vocabulary is closed; what is not in it is UNK.
"""

# exercise: encode
FAILS = ("test_unknown", "test_inputs_are_left_alone", "test_agrees_with_the_library")


def encode(tokens, vocab, max_len=None):
    if max_len is not None:
        if max_len < 2:
            raise ValueError("max_len must leave room for SOS and EOS")
        tokens = tokens[: max_len - 2]
    return [vocab["[SOS]"], *(vocab.setdefault(token, len(vocab)) for token in tokens), vocab["[EOS]"]]
