# --- count_pairs is: count_pairs_ignores_frequency
def count_pairs(words):
    from collections import Counter
    c = Counter()
    for w in words:
        c.update(zip(w, w[1:]))
    return dict(c)

# --- count_pairs is: count_pairs_either_order
def count_pairs(words):
    c = {}
    for w, n in words.items():
        for i in range(len(w) - 1):
            p = tuple(sorted(w[i : i + 2]))
            c[p] = c.get(p, 0) + n
    return c

# --- count_pairs is: count_pairs_overwrites
def count_pairs(words):
    c = {}
    for w, n in words.items():
        c.update({(w[i - 1], w[i]): n for i in range(1, len(w))})
    return c

# --- count_pairs is: right
def count_pairs(words):
    c = {}
    for w, n in words.items():
        for i in range(1, len(w)):
            c[(w[i - 1], w[i])] = c.get((w[i - 1], w[i]), 0) + n
    return c

# --- merge_pair is: merge_pair_first_only
def merge_pair(symbols, pair):
    for i in range(len(symbols) - 1):
        if symbols[i] == pair[0] and symbols[i + 1] == pair[1]:
            return symbols[:i] + type(symbols)([pair[0] + pair[1]]) + symbols[i + 2 :]
    return symbols

# --- merge_pair is: merge_pair_from_the_right
def merge_pair(symbols, pair):
    out = []
    i = len(symbols) - 1
    while i >= 0:
        if i > 0 and (symbols[i - 1], symbols[i]) == tuple(pair):
            out.append(symbols[i - 1] + symbols[i])
            i -= 2
        else:
            out.append(symbols[i])
            i -= 1
    return type(symbols)(reversed(out))

# --- merge_pair is: merge_pair_loses_the_last
def merge_pair(symbols, pair):
    out, i = [], 0
    while i + 1 < len(symbols):
        if (symbols[i], symbols[i + 1]) == tuple(pair):
            out.append("".join(pair))
            i += 2
        else:
            out.append(symbols[i])
            i += 1
    return type(symbols)(out)

# --- decode is: decode_no_spaces
def decode(ids, vocab, skip_special=True):
    back = {i: t for t, i in vocab.items()}
    words = [back[int(i)] for i in ids]
    return "".join(w for w in words if not (skip_special and w in ("[PAD]", "[SOS]", "[EOS]")))

# --- pad_batch is: pad_batch_left
def pad_batch(sequences, pad_id=PAD):
    n = max(len(s) for s in sequences)
    ids = torch.full((len(sequences), n), pad_id, dtype=torch.long)
    mask = torch.zeros(len(sequences), n, dtype=torch.bool)
    for r, s in enumerate(sequences):
        if len(s):
            ids[r, -len(s) :] = torch.tensor(s)
            mask[r, -len(s) :] = True
    return ids, mask

# --- pad_batch is: pad_batch_mask_inverted
def pad_batch(sequences, pad_id=PAD):
    n = max(len(s) for s in sequences)
    ids = torch.full((len(sequences), n), pad_id, dtype=torch.long)
    mask = torch.ones(len(sequences), n, dtype=torch.bool)
    for r, s in enumerate(sequences):
        if len(s):
            ids[r, : len(s)] = torch.tensor(s)
            mask[r, : len(s)] = False
    return ids, mask

# --- pad_batch is: pad_batch_mask_from_ids
def pad_batch(sequences, pad_id=PAD):
    n = max(len(s) for s in sequences)
    ids = torch.full((len(sequences), n), pad_id, dtype=torch.long)
    for r, s in enumerate(sequences):
        ids[r, : len(s)] = torch.tensor(list(s), dtype=torch.long)
    return ids, torch.ne(ids, pad_id)

# --- pad_batch is: pad_batch_always_zero
def pad_batch(sequences, pad_id=PAD):
    n = max(len(s) for s in sequences)
    ids = torch.zeros(len(sequences), n, dtype=torch.long)
    mask = torch.zeros(len(sequences), n, dtype=torch.bool)
    for r, s in enumerate(sequences):
        ids[r, : len(s)] = torch.tensor(list(s), dtype=torch.long)
        mask[r, : len(s)] = True
    return ids, mask

# --- normalize is: normalize_keeps_niqqud
def normalize(text, strip_marks=True):
    text = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())
