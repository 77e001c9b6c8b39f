"""The same text in two parts.

You split indices, and a text that occurs twice (perhaps with capital letters, or a space more) comes into the
training and into the test. The model then knows some of the answers. Split groups of equal texts.
"""

# exercise: stratified_split
FAILS = ("test_no_leak", "test_no_leak_of_other_letters", "test_two_labels")
HEADLINE = True
import random


def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    groups = {}
    for index, _text in enumerate(texts):
        groups.setdefault(index, []).append(index)
    by_label = {}
    for members in groups.values():
        by_label.setdefault(labels[members[0]], []).append(members)
    cards = random.Random(seed)
    parts = [[] for _ in shares]
    for label in sorted(by_label):
        of_label = by_label[label]
        cards.shuffle(of_label)
        start, passed = 0, 0.0
        for part, share in zip(parts, shares, strict=True):
            passed += share
            end = round(passed * len(of_label))
            part += [index for members in of_label[start:end] for index in members]
            start = end
    for part in parts:
        cards.shuffle(part)
    return parts
