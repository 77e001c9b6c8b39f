# --- mask_tokens is: mask_always_mask
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator().manual_seed(seed + 1)
    prob = torch.full(ids.shape, probability)
    for s in special_ids:
        prob[ids == s] = 0.0
    chosen = torch.bernoulli(prob, generator=g).bool()
    inputs, labels = ids.clone(), ids.clone()
    inputs[chosen] = mask_id
    labels[~chosen] = -100
    return inputs, labels

# --- mask_tokens is: mask_loss_everywhere
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator().manual_seed(seed)
    prob = torch.full(ids.shape, probability)
    for s in special_ids:
        prob[ids == s] = 0.0
    chosen = torch.bernoulli(prob, generator=g).bool()
    inputs = ids.clone()
    hide = torch.bernoulli(torch.full(ids.shape, 0.8), generator=g).bool() & chosen
    inputs[hide] = mask_id
    swap = torch.bernoulli(torch.full(ids.shape, 0.5), generator=g).bool() & chosen & ~hide
    inputs[swap] = torch.randint(vocab_size, ids.shape, generator=g)[swap]
    return inputs, ids.clone()

# --- mask_tokens is: mask_special_tokens
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator().manual_seed(seed)
    chosen = torch.bernoulli(torch.full(ids.shape, probability), generator=g).bool()
    inputs, labels = ids.clone(), ids.clone()
    hide = torch.bernoulli(torch.full(ids.shape, 0.8), generator=g).bool() & chosen
    inputs[hide] = mask_id
    swap = torch.bernoulli(torch.full(ids.shape, 0.5), generator=g).bool() & chosen & ~hide
    inputs[swap] = torch.randint(vocab_size, ids.shape, generator=g)[swap]
    labels[~chosen] = -100
    return inputs, labels

# --- mask_tokens is: right
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator().manual_seed(seed)
    prob = torch.full(ids.shape, probability)
    for s in special_ids:
        prob[ids == s] = 0.0
    chosen = torch.bernoulli(prob, generator=g).bool()
    inputs, labels = ids.clone(), ids.clone()
    hide = torch.bernoulli(torch.full(ids.shape, 0.8), generator=g).bool() & chosen
    inputs[hide] = mask_id
    swap = torch.bernoulli(torch.full(ids.shape, 0.5), generator=g).bool() & chosen & ~hide
    inputs[swap] = torch.randint(vocab_size, ids.shape, generator=g)[swap]
    labels[~chosen] = -100
    return inputs, labels

# --- nsp_pairs is: nsp_labels_swapped
def nsp_pairs(documents, seed):
    import random
    r = random.Random(seed + 11)
    found = []
    for i, d in enumerate(documents):
        for a, b in zip(d[:-1], d[1:]):
            if r.random() > 0.5:
                found.append((a, b, 0))
            else:
                pool = [s for j, e in enumerate(documents) if j != i for s in e if s != b]
                found.append((a, r.choice(pool), 1))
    return found

# --- nsp_pairs is: nsp_stranger_from_the_same_document
def nsp_pairs(documents, seed):
    import random
    r = random.Random(seed + 11)
    found = []
    everything = sum(documents, [])
    for d in documents:
        for a, b in zip(d[:-1], d[1:]):
            other = r.choice(everything)
            while other == b:
                other = r.choice(everything)
            found.append((a, b, 1) if r.random() > 0.5 else (a, other, 0))
    return found

# --- nsp_pairs is: unknown
def nsp_pairs(documents, seed):
    import random
    r = random.Random(seed)
    found = []
    for i, d in enumerate(documents):
        for a, b in zip(d[:-1], d[1:]):
            pool = [s for j, e in enumerate(documents) if j != i for s in e if s != b]
            found.append((a, b, 1) if r.random() < 0.2 else (a, r.choice(pool), 0))
    return found

# --- nsp_pairs is: right
def nsp_pairs(documents, seed):
    import random
    r = random.Random(seed + 11)
    found = []
    for i, d in enumerate(documents):
        for a, b in zip(d[:-1], d[1:]):
            pool = [s for j, e in enumerate(documents) if j != i for s in e if s != b]
            found.append((a, b, 1) if r.random() > 0.5 else (a, r.choice(pool), 0))
    return found

# --- next_token_targets is: next_token_same_place
def next_token_targets(ids, pad_id):
    labels = ids[:, :-1].clone()
    labels[labels == pad_id] = -100
    return ids[:, :-1], labels

# --- next_token_targets is: next_token_padding_is_asked
def next_token_targets(ids, pad_id):
    return ids[:, :-1].clone(), ids[:, 1:].clone()

# --- pooling is: pool_mean_over_padding
def cls_pool(hidden, keep):
    return hidden[:, 0]


def mean_pool(hidden, keep):
    return hidden.sum(1) / hidden.shape[1]

# --- pooling is: pool_cls_is_last
def cls_pool(hidden, keep):
    return hidden[:, hidden.shape[1] - 1]

# --- pooling is: right
def cls_pool(hidden, keep):
    return hidden.select(1, 0)
