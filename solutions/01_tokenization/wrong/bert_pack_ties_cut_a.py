"""Equally long sentences: A is cut.

When both are equally long, the docstring (and BERT's own code) takes the next token from B.
"""

# exercise: bert_pack
FAILS = ("test_equally_long",)
EDGE = True


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b or [])
    if max_len is not None:
        room = max_len - (2 if tokens_b is None else 3)
        if room < 0:
            raise ValueError("no room for the special tokens")
        while len(a) + len(b) > room:
            (a if len(a) >= len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else [*b, "[SEP]"]
    return first + second, [0] * len(first) + [1] * len(second)
