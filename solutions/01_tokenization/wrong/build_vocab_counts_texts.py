"""Texts are counted, not occurrences.

A word that occurs five times in one text has been counted once. That number, the document frequency, will be useful in
assignment 6. Here every occurrence counts.
"""

# exercise: build_vocab
FAILS = ("test_frequent_first", "test_agrees_with_the_library")
from collections import Counter


def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in set(tokens))
    words = [token for token, number in counts.items() if number >= min_count and token not in specials]
    words.sort(key=lambda token: (-counts[token], token))
    return {token: number for number, token in enumerate([*specials, *words][:max_size])}
