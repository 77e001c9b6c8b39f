"""The specials stay even where they have no room.

"At most max_size entries, the specials included" has no exception: with max_size=3 the vocabulary has three entries,
the first three specials. Cut the whole list, not only the words.
"""

# exercise: build_vocab
FAILS = ("test_max_size",)
from collections import Counter


def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    words = sorted((token for token in counts if counts[token] >= min_count), key=lambda token: (-counts[token], token))
    if max_size is not None:
        words = words[: max(0, max_size - len(specials))]
    return {token: number for number, token in enumerate([*specials, *words])}
