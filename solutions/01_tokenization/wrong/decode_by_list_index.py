"""Ids used as places in a list.

A list takes −1 for its last element, so a wrong id gives a wrong word and no error. And the order in which a dict
was filled need not be the order of its ids. A dict from id to token has neither trouble.
"""

# exercise: decode
FAILS = ("test_an_id_that_does_not_exist", "test_order_of_the_dict_does_not_matter")


def decode(ids, vocab, skip_special=True):
    tokens = list(vocab)
    words = [tokens[int(number)] for number in ids]
    skipped = {"[PAD]", "[SOS]", "[EOS]"} if skip_special else set()
    return " ".join(word for word in words if word not in skipped)
