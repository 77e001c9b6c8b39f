"""Only B is cut.

You take everything from the second sentence, even if the first is longer. Longest first: at each step the longer of
the two gives up its last token.
"""

# exercise: bert_pack
FAILS = ("test_longest_first", "test_agrees_with_the_library")


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b or [])
    if max_len is not None:
        room = max_len - (2 if tokens_b is None else 3)
        if room < 0:
            raise ValueError("no room for the special tokens")
        while len(a) + len(b) > room:
            (b or a).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else [*b, "[SEP]"]
    return first + second, [0] * len(first) + [1] * len(second)
