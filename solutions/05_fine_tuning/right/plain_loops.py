"""Everything that is data in plain Python: loops, lists, and one generator from the standard library."""

# exercise: next_token_targets, mask_tokens, nsp_pairs, nearest_words, word_vector, stratified_split, classification_scores, qa_best_span
import math
import random

import torch


def next_token_targets(ids, pad_id):
    inputs, labels = [], []
    for row in ids.tolist():
        inputs.append(row[:-1])
        labels.append([-100 if token == pad_id else token for token in row[1:]])
    return torch.tensor(inputs), torch.tensor(labels)


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    draw = random.Random(seed)
    inputs, labels = ids.tolist(), [[-100] * ids.shape[1] for _ in range(len(ids))]
    for b, row in enumerate(inputs):
        for t, token in enumerate(row):
            if token in special_ids or draw.random() >= probability:
                continue
            labels[b][t] = token
            fate = draw.random()
            if fate < 0.8:
                row[t] = mask_id
            elif fate < 0.9:
                row[t] = draw.randrange(vocab_size)
    return torch.tensor(inputs), torch.tensor(labels)


def nsp_pairs(documents, seed):
    draw = random.Random(seed + 1)
    pairs = []
    for n in range(len(documents)):
        for i in range(len(documents[n]) - 1):
            if draw.randrange(2):
                pairs.append((documents[n][i], documents[n][i + 1], 1))
                continue
            stranger = documents[n][i + 1]
            while stranger == documents[n][i + 1]:
                home = draw.choice([m for m in range(len(documents)) if m != n and documents[m]])
                stranger = draw.choice(documents[home])
            pairs.append((documents[n][i], stranger, 0))
    return pairs


def nearest_words(word, words, table, k):
    rows = table.tolist()
    length = [math.sqrt(sum(x * x for x in row)) for row in rows]
    own = words.index(word)
    found = []
    for i, row in enumerate(rows):
        if i != own:
            dot = sum(a * b for a, b in zip(row, rows[own], strict=True))
            found.append((words[i], dot / (length[i] * length[own])))
    found.sort(key=lambda pair: pair[1], reverse=True)
    return found[:k]


def word_vector(hidden, word_ids, word):
    total, pieces = torch.zeros(hidden.shape[1]), 0
    for vector, number in zip(hidden, word_ids, strict=True):
        if number is not None and number == word:
            total, pieces = total + vector, pieces + 1
    if pieces == 0:
        raise ValueError(word)
    return total / pieces


def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    """Deals one group after the other to the part that lacks most of its share."""
    draw = random.Random(f"split {seed}")
    first = {}
    for index, text in enumerate(texts):
        first.setdefault(text.lower().strip(), index)
    waiting = {}
    for index in first.values():
        waiting.setdefault(labels[index], []).append(index)
    home = {}
    for label in waiting:
        members = waiting[label]
        wanted = [math.floor(share * len(members) + 1e-9) for share in shares]
        for part in sorted(range(len(shares)), key=lambda p: wanted[p] - shares[p] * len(members)):
            if sum(wanted) < len(members):
                wanted[part] += 1
        draw.shuffle(members)
        for part, size in enumerate(wanted):
            for _ in range(size):
                home[members.pop()] = part
    parts = [[] for _ in shares]
    for index in draw.sample(range(len(texts)), len(texts)):
        parts[home[first[texts[index].lower().strip()]]].append(index)
    return parts


def classification_scores(labels, predictions, n_classes):
    table = [[0] * n_classes for _ in range(n_classes)]
    for right, said in zip(labels, predictions, strict=True):
        table[right][said] += 1
    total = 0.0
    for c in range(n_classes):
        hit = table[c][c]
        called, is_so = sum(row[c] for row in table), sum(table[c])
        precision = hit / called if called else 0.0
        recall = hit / is_so if is_so else 0.0
        total += 2 * precision * recall / (precision + recall) if hit else 0.0
    right = sum(table[c][c] for c in range(n_classes))
    return {"confusion": torch.tensor(table), "accuracy": right / len(labels), "macro_f1": total / n_classes}


def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    start, end = start.tolist(), end.tolist()
    spans = [
        (start[i] + end[j], -i, -j)
        for i in range(len(start))
        for j in range(i, min(i + max_length, len(start)))
        if in_passage[i] and in_passage[j]
    ]
    score, i, j = max(spans, default=(-math.inf, 0, 0))
    return (-i, -j) if score > start[0] + end[0] + threshold else None
