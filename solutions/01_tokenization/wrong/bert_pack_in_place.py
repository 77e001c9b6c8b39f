"""The caller's lists are shortened.

`pop` takes the tokens out of the very lists that you were given. The caller may need the passage again, for the
next question. Cut copies.
"""

# exercise: bert_pack
FAILS = ("test_inputs_are_left_alone",)


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = tokens_a, [] if tokens_b is None else tokens_b
    if max_len is not None:
        room = max_len - (2 if tokens_b is None else 3)
        if room < 0:
            raise ValueError("no room for the special tokens")
        while len(a) + len(b) > room:
            (a if len(a) > len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else [*b, "[SEP]"]
    return first + second, [0] * len(first) + [1] * len(second)
