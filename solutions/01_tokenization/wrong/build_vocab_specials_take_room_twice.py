"""Specials in the texts use up the room of words.

You cut the list to max_size first and threw the specials out of it afterwards. Each special that occurs in the texts
then costs one word its place. Leave them out before you cut.
"""

# exercise: build_vocab
FAILS = ("test_specials_in_the_text",)
from collections import Counter


def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens)
    words = sorted((token for token in counts if counts[token] >= min_count), key=lambda token: (-counts[token], token))
    room = None if max_size is None else max(0, max_size - len(specials))
    words = [token for token in words[:room] if token not in specials]
    return {token: number for number, token in enumerate([*specials, *words][:max_size])}
