"""Truncation drops the last [SEP].

You build the whole input and then cut it at `max_len`, so the end goes first: B's last words and the [SEP] that
closes it. Make room among the words, then put the special tokens in.
"""

# exercise: bert_pack
FAILS = ("test_special_tokens_stay", "test_longest_first", "test_agrees_with_the_library")
HEADLINE = True


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    if max_len is not None and max_len < (2 if tokens_b is None else 3):
        raise ValueError("no room for the special tokens")
    tokens = ["[CLS]", *tokens_a, "[SEP]"]
    segments = [0] * len(tokens)
    if tokens_b is not None:
        tokens += [*tokens_b, "[SEP]"]
        segments += [1] * (len(tokens_b) + 1)
    return tokens[:max_len], segments[:max_len]
