"""The middle [SEP] is in segment 1.

The [SEP] between the sentences closes sentence A, so it belongs to segment 0. In your ids it belongs to B.
"""

# exercise: bert_pack
FAILS = ("test_segments", "test_agrees_with_the_library")


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b or [])
    room = len(a) + len(b) if max_len is None else max_len - (2 if tokens_b is None else 3)
    if room < 0:
        raise ValueError("no room for the special tokens")
    while len(a) + len(b) > room:
        (a if len(a) > len(b) else b).pop()
    if tokens_b is None:
        return ["[CLS]", *a, "[SEP]"], [0] * (len(a) + 2)
    return ["[CLS]", *a, "[SEP]", *b, "[SEP]"], [0] * (len(a) + 1) + [1] * (len(b) + 2)
