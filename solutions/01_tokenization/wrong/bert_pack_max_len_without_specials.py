"""max_len counts the words only.

The special tokens count too: a model that reads 512 tokens reads 509 of two sentences and three special ones.
"""

# exercise: bert_pack
FAILS = ("test_max_len", "test_agrees_with_the_library")


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), [] if tokens_b is None else list(tokens_b)
    if max_len is not None:
        if max_len < (2 if tokens_b is None else 3):
            raise ValueError("no room for the special tokens")
        while len(a) + len(b) > max_len:
            (a if len(a) > len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else [*b, "[SEP]"]
    return first + second, [0] * len(first) + [1] * len(second)
