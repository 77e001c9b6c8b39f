"""Each sentence gets half of the room.

A question of three tokens does not need half of the places; the passage could use them. Longest first takes from
the longer sentence only as long as it is longer.
"""

# exercise: bert_pack
FAILS = ("test_longest_first", "test_agrees_with_the_library")


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b or [])
    if max_len is not None:
        room = max_len - (2 if tokens_b is None else 3)
        if room < 0:
            raise ValueError("no room for the special tokens")
        if len(a) + len(b) > room:
            half = room if tokens_b is None else (room + 1) // 2
            a, b = a[:half], b[: room - half]
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else [*b, "[SEP]"]
    return first + second, [0] * len(first) + [1] * len(second)
