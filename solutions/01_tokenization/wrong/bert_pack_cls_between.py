"""A [CLS] before B as well.

You pack each sentence on its own and put the two behind each other, so a second [CLS] stands in the middle. There
is one [CLS], at the very beginning.
"""

# exercise: bert_pack
FAILS = ("test_order_of_the_tokens", "test_agrees_with_the_library")


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b or [])
    if max_len is not None:
        room = max_len - (2 if tokens_b is None else 4)
        if room < 0:
            raise ValueError("no room for the special tokens")
        while len(a) + len(b) > room:
            (a if len(a) > len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else ["[CLS]", *b, "[SEP]"]
    return first + second, [0] * len(first) + [1] * len(second)
