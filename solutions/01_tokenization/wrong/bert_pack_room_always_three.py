"""Three special tokens are reserved even for one sentence.

A sentence alone has [CLS] and one [SEP]: two, not three. You cut one word too many.
"""

# exercise: bert_pack
FAILS = ("test_max_len",)


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b or [])
    if max_len is not None:
        room = max_len - 3
        if room < 0:
            raise ValueError("no room for the special tokens")
        while len(a) + len(b) > room:
            (a if len(a) > len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else [*b, "[SEP]"]
    return first + second, [0] * len(first) + [1] * len(second)
