"""A heap for the merges, recursion for the pieces, NumPy for the batch."""

# exercise: pad_batch, count_pairs, merge_pair, train_bpe, bpe_encode_word, wordpiece_tokenize, bert_pack
import heapq
from collections import defaultdict
from itertools import pairwise

import numpy as np
import torch


def pad_batch(sequences, pad_id=0):
    lengths = np.array([len(sequence) for sequence in sequences])
    mask = np.arange(lengths.max())[None, :] < lengths[:, None]
    ids = np.full(mask.shape, pad_id, dtype=np.int64)
    ids[mask] = [number for sequence in sequences for number in sequence]
    return torch.from_numpy(ids), torch.from_numpy(mask)


def count_pairs(words):
    counts = defaultdict(int)
    for symbols, number in words.items():
        for pair in pairwise(symbols):
            counts[pair] += number
    return counts


def merge_pair(symbols, pair):
    if len(symbols) < 2:
        return tuple(symbols)
    if (symbols[0], symbols[1]) == tuple(pair):
        return (symbols[0] + symbols[1], *merge_pair(symbols[2:], pair))
    return (symbols[0], *merge_pair(symbols[1:], pair))


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): number for word, number in word_counts.items()}, []
    for _ in range(num_merges):
        heap = [(-number, pair) for pair, number in count_pairs(words).items()]
        if not heap:
            break
        heapq.heapify(heap)
        merges.append(heap[0][1])
        words = {tuple(merge_pair(symbols, merges[-1])): number for symbols, number in words.items()}
    return merges


def bpe_encode_word(word, merges):
    """Cells in a linked list, candidates (rank, place) in a heap, stale ones thrown away: as fast libraries do it."""
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    symbols = list(word)
    after = {place: place + 1 for place in range(len(word))}
    before = {place: place - 1 for place in range(len(word))}
    heap = []

    def offer(place):
        if place >= 0 and after[place] < len(word):
            pair = (symbols[place], symbols[after[place]])
            if pair in ranks:
                heapq.heappush(heap, (ranks[pair], place, pair))

    for place in range(len(word)):
        offer(place)
    while heap:
        _, place, pair = heapq.heappop(heap)
        other = after[place]
        if symbols[place] is None or other >= len(word) or (symbols[place], symbols[other]) != pair:
            continue
        symbols[place], symbols[other] = symbols[place] + symbols[other], None
        after[place] = after[other]
        if after[place] < len(word):
            before[after[place]] = place
        offer(before[place])
        offer(place)
    return [symbol for symbol in symbols if symbol is not None]


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    def cut(rest, mark):
        if not rest:
            return []
        sizes = [size for size in range(1, len(rest) + 1) if mark + rest[:size] in vocab]
        tail = cut(rest[max(sizes) :], "##") if sizes else None
        return None if tail is None else [mark + rest[: max(sizes)], *tail]

    pieces = cut(word, "") if len(word) <= max_chars else None
    return [unk] if pieces is None else pieces


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    if tokens_b is None:
        if max_len is not None and max_len < 2:
            raise ValueError("no room")
        kept = tokens_a if max_len is None else tokens_a[: max_len - 2]
        return ["[CLS]", *kept, "[SEP]"], [0] * (len(kept) + 2)
    if max_len is not None:
        if max_len < 3:
            raise ValueError("no room")
        if len(tokens_a) + len(tokens_b) + 3 > max_len:
            shorter = (tokens_a[:-1], tokens_b) if len(tokens_a) > len(tokens_b) else (tokens_a, tokens_b[:-1])
            return bert_pack(*shorter, max_len)
    return [
        ["[CLS]", *tokens_a, "[SEP]", *tokens_b, "[SEP]"],
        [0] * (len(tokens_a) + 2) + [1] * (len(tokens_b) + 1),
    ]
