"""The ways of published programs: minbpe's merge, GPT-2's set of pairs, BERT's characters, a slow decoder's replace."""

# exercise: build_vocab, pad_batch, merge_pair, train_bpe, bpe_encode_word, wordpiece_tokenize, bert_pack
from collections import Counter
from itertools import chain, pairwise

import torch


def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    counter = Counter(chain.from_iterable(tokenized))
    for special in specials:
        del counter[special]
    by_name = sorted(counter.items(), key=lambda item: item[0])
    entries = list(specials)
    for token, frequency in sorted(by_name, key=lambda item: item[1], reverse=True):  # stable: names stay sorted
        if frequency < min_count or (max_size is not None and len(entries) >= max_size):
            break
        entries.append(token)
    return {token: number for number, token in enumerate(entries[:max_size])}


def pad_batch(sequences, pad_id=PAD):
    rows = [torch.tensor(sequence, dtype=torch.int64) for sequence in sequences]
    ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=pad_id)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return ids, torch.arange(ids.shape[1])[None, :] < lengths[:, None]


def merge_pair(symbols, pair):
    merged, i = [], 0
    while i < len(symbols):
        if i < len(symbols) - 1 and symbols[i] == pair[0] and symbols[i + 1] == pair[1]:
            merged.append(pair[0] + pair[1])
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return tuple(merged)


def train_bpe(word_counts, num_merges):
    chunks, numbers = [tuple(word) for word in word_counts], list(word_counts.values())
    merges = {}
    for rank in range(num_merges):
        stats = {}
        for chunk, number in zip(chunks, numbers, strict=True):
            for pair in pairwise(chunk):
                stats[pair] = stats.get(pair, 0) + number
        if not stats:
            break
        pair = max(sorted(stats), key=stats.get)  # the first of the largest, and the smallest pair comes first
        chunks = [merge_pair(chunk, pair) for chunk in chunks]
        merges[pair] = rank
    return list(merges)


def bpe_encode_word(word, merges):
    ranks = dict(zip(map(tuple, merges), range(len(merges)), strict=True))
    symbols = list(word)
    while len(symbols) > 1:
        pairs = set(pairwise(symbols))
        first, second = bigram = min(pairs, key=lambda pair: ranks.get(pair, float("inf")))
        if bigram not in ranks:
            break
        merged, i = [], 0
        while i < len(symbols):
            j = symbols.index(first, i) if first in symbols[i:] else len(symbols)
            merged.extend(symbols[i:j])
            if j + 1 < len(symbols) and symbols[j + 1] == second:
                merged.append(first + second)
                i = j + 2
            else:
                merged.extend(symbols[j : j + 1])
                i = j + 1
        symbols = merged
    return symbols


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    chars = list(word)
    if len(chars) > max_chars:
        return [unk]
    start, pieces = 0, []
    while start < len(chars):
        end, found = len(chars), None
        while start < end:
            part = "".join(chars[start:end])
            if start > 0:
                part = "##" + part
            if part in vocab:
                found = part
                break
            end -= 1
        if found is None:
            return [unk]
        pieces.append(found)
        start = end
    return pieces


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b or [])
    if max_len is not None:
        room = max_len - (2 if tokens_b is None else 3)
        if room < 0:
            raise ValueError(f"max_len = {max_len} is too little")
        while True:
            if len(a) + len(b) <= room:
                break
            if len(a) > len(b):
                a.pop()
            else:
                b.pop()
    tokens, segments = ["[CLS]"], [0]
    for token in [*a, "[SEP]"]:
        tokens.append(token)
        segments.append(0)
    if tokens_b is not None:
        for token in [*b, "[SEP]"]:
            tokens.append(token)
            segments.append(1)
    return tokens, segments
