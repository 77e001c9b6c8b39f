"""Another split each time.

Your shuffle uses the common random generator: run the cell twice and what was test is training. Use
random.Random(seed).
"""

# exercise: stratified_split
FAILS = ("test_seed",)
import random


def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    groups = {}
    for index, text in enumerate(texts):
        groups.setdefault(text.strip().lower(), []).append(index)
    by_label = {}
    for members in groups.values():
        by_label.setdefault(labels[members[0]], []).append(members)
    parts = [[] for _ in shares]
    for label in sorted(by_label):
        of_label = by_label[label]
        random.shuffle(of_label)
        start, passed = 0, 0.0
        for part, share in zip(parts, shares, strict=True):
            passed += share
            end = round(passed * len(of_label))
            part += [index for members in of_label[start:end] for index in members]
            start = end
    for part in parts:
        random.shuffle(part)
    return parts
