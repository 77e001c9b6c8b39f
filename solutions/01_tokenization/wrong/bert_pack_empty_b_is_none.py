"""An empty B is taken for no B.

`if tokens_b:` is false for None *and* for the empty list. A second sentence without tokens still has its [SEP]; ask
`if tokens_b is not None`.
"""

# exercise: bert_pack
FAILS = ("test_a_sentence_without_tokens",)
EDGE = True


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b) if tokens_b else []
    if max_len is not None:
        room = max_len - (3 if tokens_b else 2)
        if room < 0:
            raise ValueError("no room for the special tokens")
        while len(a) + len(b) > room:
            (a if len(a) > len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [*b, "[SEP]"] if tokens_b else []
    return first + second, [0] * len(first) + [1] * len(second)
