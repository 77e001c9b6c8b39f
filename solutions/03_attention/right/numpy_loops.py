"""Plain loops, one number at a time, over NumPy arrays where no gradient is wanted: slow, and close to the formulas."""
# exercise: similarity_scores, softmax, scale_scores, words_that_matter, padding_mask, causal_mask, combine_masks, apply_mask, scaled_dot_product_attention

import math

import numpy as np
import torch


def similarity_scores(q, k):
    lead = torch.broadcast_shapes(q.shape[:-2], k.shape[:-2])
    a, b = q.expand(*lead, *q.shape[-2:]), k.expand(*lead, *k.shape[-2:])
    table = q.new_zeros(*lead, a.shape[-2], b.shape[-2])
    for place in np.ndindex(*lead):
        for i in range(a.shape[-2]):
            for j in range(b.shape[-2]):
                table[(*place, i, j)] = (a[place][i] * b[place][j]).sum()
    return table


def softmax(scores, dim=-1):
    rows = scores.movedim(dim, -1)
    weights = torch.empty_like(rows)
    for place in np.ndindex(*rows.shape[:-1]):
        largest = max(rows[place].tolist())
        powers = [torch.exp(score - largest) for score in rows[place]]
        for j, power in enumerate(powers):
            weights[(*place, j)] = power / sum(powers)
    return weights.movedim(-1, dim)


def scale_scores(scores, d_k):
    return torch.stack([row * float(d_k) ** -0.5 for row in scores])


def words_that_matter(weights, words, word, n=3):
    for i, candidate in enumerate(words):
        if candidate == word:
            pairs = sorted(zip(weights[i].tolist(), words, strict=True), key=lambda pair: -pair[0])
    return [name for _, name in pairs[:n]]


def padding_mask(lengths, max_len):
    keep = np.zeros((len(lengths), 1, max_len), dtype=bool)
    for sentence, length in enumerate(lengths.tolist()):
        for position in range(length):
            keep[sentence, 0, position] = True
    return torch.from_numpy(keep)


def causal_mask(t_q, t_k=None):
    if t_k is None:
        t_k = t_q
    return torch.tensor([[j <= i for j in range(t_k)] for i in range(t_q)])


def combine_masks(*masks):
    given = [mask.numpy() for mask in masks if mask is not None]
    if not given:
        return None
    return torch.from_numpy(np.logical_and.reduce(np.stack(np.broadcast_arrays(*given))))


def apply_mask(scores, keep):
    if keep is None:
        return scores
    table = scores.clone()
    allowed = np.broadcast_to(keep.numpy(), table.shape)
    for place in np.ndindex(*table.shape):
        if not allowed[place]:
            table[place] = -np.inf
    return table


def scaled_dot_product_attention(q, k, v, keep=None):
    lead, (t_q, d_k), t_k = q.shape[:-2], q.shape[-2:], k.shape[-2]
    allowed = np.ones((*lead, t_q, t_k), bool) if keep is None else np.broadcast_to(keep.numpy(), (*lead, t_q, t_k))
    weights, output = q.new_zeros(*lead, t_q, t_k), q.new_zeros(*lead, t_q, v.shape[-1])
    for place in np.ndindex(*lead, t_q):
        where = place[:-1]
        seen = [j for j in range(t_k) if allowed[(*place, j)]]
        if not seen:
            continue  # weights and output stay zero
        scores = [sum(q[place] * k[where][j]) / math.sqrt(d_k) for j in seen]
        powers = [torch.exp(score - max(scores).detach()) for score in scores]
        for j, power in zip(seen, powers, strict=True):
            weights[(*place, j)] = power / sum(powers)
            output[place] = output[place] + power / sum(powers) * v[where][j]
    return output, weights
