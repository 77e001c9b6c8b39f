"""The list of specials grows from call to call.

`tokens = specials` is no copy: it is a second name of the same list, and what you append lands in SPECIALS. The next
vocabulary begins with the words of this one. Write `[*specials, ...]` or `list(specials)`.
"""

# exercise: build_vocab
FAILS = ("test_inputs_are_left_alone",)
from collections import Counter


def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens)
    tokens = specials
    for token in sorted(counts, key=lambda token: (-counts[token], token)):
        if counts[token] >= min_count and token not in tokens and (max_size is None or len(tokens) < max_size):
            tokens.append(token)
    return {token: number for number, token in enumerate(tokens[:max_size])}
