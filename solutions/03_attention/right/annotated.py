"""In the manner of well-known tutorials: a large negative number and a second masking, one fused product."""

# exercise: similarity_scores, softmax, scale_scores, words_that_matter, padding_mask, causal_mask, combine_masks, apply_mask, scaled_dot_product_attention, SelfAttention, CrossAttention, shift_head, select_head, train_head
import math
from functools import reduce

import torch
from torch import nn


def similarity_scores(q, k):
    # Q * K^T
    return torch.einsum("...id,...jd->...ij", q, k)


def softmax(scores, dim=-1):
    m, _ = torch.max(scores, dim=dim, keepdim=True)
    num = torch.exp(scores - m)
    return torch.div(num, torch.sum(num, dim=dim, keepdim=True))


def scale_scores(scores, d_k):
    return scores / torch.sqrt(torch.tensor(d_k, dtype=scores.dtype))


def words_that_matter(weights, words, word, n=3):
    i = words.index(word)
    _values, indices = torch.topk(weights[i], n)
    return [words[j] for j in indices]


def padding_mask(lengths, max_len):
    B = lengths.size(0)
    mask = torch.zeros(B, 1, max_len, dtype=torch.bool)
    for b, n in enumerate(lengths.tolist()):
        mask[b, :, :n] = True
    return mask


def causal_mask(t_q, t_k=None):
    t_k = t_k or t_q
    return torch.tril(torch.ones((t_q, t_k), dtype=torch.bool))


def combine_masks(*masks):
    masks = [m for m in masks if m is not None]
    if not masks:
        return None
    return reduce(torch.logical_and, masks)


def apply_mask(scores, keep):
    if keep is not None:
        scores = scores.masked_fill(keep == 0, float("-inf"))
    return scores


def scaled_dot_product_attention(q, k, v, keep=None):
    "annotated transformer"
    d_k = q.size(-1)
    scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(d_k)
    if keep is not None:
        scores = scores.masked_fill(keep == 0, -1e9)
    p_attn = scores.softmax(dim=-1)
    if keep is not None:
        p_attn = p_attn * keep
    return torch.matmul(p_attn, v), p_attn


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.d_k = d_k
        self.w_q, self.w_k, self.w_v = (nn.Linear(d_model, n, bias=False) for n in (d_k, d_k, d_v))

    def forward(self, x, keep=None):
        q, k, v = three_in_one(x, self.w_q.weight, self.w_k.weight, self.w_v.weight)
        return scaled_dot_product_attention(q, k, v, keep)


def three_in_one(x, wq, wk, wv):
    fused = x @ torch.cat([wq, wk, wv]).T
    return fused.split([len(wq), len(wk), len(wv)], dim=-1)


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(in_features=d_model, out_features=d_k, bias=False)
        self.w_k = nn.Linear(in_features=d_memory, out_features=d_k, bias=False)
        self.w_v = nn.Linear(in_features=d_memory, out_features=d_v, bias=False)

    def forward(self, x, memory, keep=None):
        scale = self.w_q.out_features**0.5
        logits = self.w_q(x) / scale @ self.w_k(memory).mT
        if keep is None:
            keep = torch.ones((), dtype=torch.bool)
        bias = torch.zeros(keep.shape, dtype=x.dtype).masked_fill(~keep, float("-inf"))
        weights = torch.softmax(logits + bias, -1).nan_to_num(0.0)
        return weights @ self.w_v(memory), weights


def shift_head(length, by=1):
    idx = torch.clamp(torch.arange(length) - by, min=0)
    onehot = nn.functional.one_hot(idx, length).float()
    return onehot * 1000, torch.eye(length)


def select_head(asks, answers):
    asks, answers = torch.tensor(asks), torch.tensor(answers)
    ids = torch.arange(1, 1 + max(int(asks.max()), int(answers.max()), 1))
    q = (asks[:, None] == ids).float() * 1e3
    k = (answers[:, None] == ids).float()
    return q, k


def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    adam, history = torch.optim.Adam(list(head.parameters()), lr=lr), []
    for _ in range(steps):
        adam.zero_grad(set_to_none=True)
        error = nn.functional.mse_loss(head(x, keep)[0], target)
        error.backward()
        adam.step()
        history += [float(error.detach())]
    return history
