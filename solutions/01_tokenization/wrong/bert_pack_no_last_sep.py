"""The last [SEP] is missing.

[SEP] is not only a border *between* two sentences: it closes each of them. Behind B comes one too, in segment 1.
"""

# exercise: bert_pack
FAILS = ("test_order_of_the_tokens", "test_agrees_with_the_library")


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), [] if tokens_b is None else list(tokens_b)
    if max_len is not None:
        room = max_len - 2
        if room < 0:
            raise ValueError("no room for the special tokens")
        while len(a) + len(b) > room:
            (a if len(a) > len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    return first + b, [0] * len(first) + [1] * len(b)
