"""The parts are arrays.

NumPy shuffles and cuts quickly, and what it gives is an array of NumPy's own ints. Lists of plain ints were asked for: `tolist`.
"""

# exercise: stratified_split
FAILS = ("test_lists",)
EDGE = True
import numpy as np


def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    cards = np.random.default_rng(seed)
    groups = {}
    for index, text in enumerate(texts):
        groups.setdefault(text.strip().lower(), []).append(index)
    by_label = {}
    for members in groups.values():
        by_label.setdefault(labels[members[0]], []).append(members)
    parts = [[] for _ in shares]
    for label in sorted(by_label):
        order = cards.permutation(len(by_label[label]))
        cuts = np.round(np.cumsum(shares)[:-1] * len(order)).astype(int)
        for part, places in zip(parts, np.split(order, cuts), strict=True):
            part += [index for place in places for index in by_label[label][place]]
    return [cards.permutation(np.array(part, dtype=int)) for part in parts]
