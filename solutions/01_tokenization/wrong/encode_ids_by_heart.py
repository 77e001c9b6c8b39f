"""The reserved ids are written into the code.

1, 2 and 3 are the ids of this course's vocabularies. Look them up by their names: the vocabulary knows, and another one, BERT's for
example, has other ids for them.
"""

# exercise: encode
FAILS = ("test_other_ids_of_the_specials",)


def encode(tokens, vocab, max_len=None):
    if max_len is not None:
        if max_len < 2:
            raise ValueError("no room")
        tokens = tokens[: max_len - 2]
    return [SOS, *(vocab.get(token, UNK) for token in tokens), EOS]
