"""Batched matrix products (bmm, baddbmm) on flattened batches, the mask added as a bias, torch's ready-made softmax."""
# exercise: similarity_scores, softmax, scale_scores, words_that_matter, padding_mask, causal_mask, combine_masks, apply_mask, scaled_dot_product_attention, SelfAttention, CrossAttention, shift_head, select_head

import functools
import math

import torch
from torch import nn
from torch.nn import functional as F


def _flat(tensor, lead):
    return tensor.expand(*lead, *tensor.shape[-2:]).reshape(-1, *tensor.shape[-2:])


def similarity_scores(q, k):
    lead = torch.broadcast_shapes(q.shape[:-2], k.shape[:-2])
    scores = torch.bmm(_flat(q, lead), _flat(k, lead).mT)
    return scores.reshape(*lead, *scores.shape[-2:])


def softmax(scores, dim=-1):
    return F.log_softmax(scores, dim=dim).exp()


def scale_scores(scores, d_k):
    return torch.div(scores, d_k**0.5)


def words_that_matter(weights, words, word, n=3):
    order = torch.sort(weights[words.index(word), :], stable=True, descending=True)[1]
    return list(map(words.__getitem__, order[:n]))


def padding_mask(lengths, max_len):
    rows = [torch.cat([torch.ones(int(n)), torch.zeros(max_len - int(n))]) for n in lengths]
    return torch.stack(rows).unsqueeze(1) == 1


def causal_mask(t_q, t_k=None):
    return torch.logical_not(torch.triu(torch.ones(t_q, t_k or t_q), diagonal=1))


def combine_masks(*masks):
    present = tuple(mask for mask in masks if mask is not None)
    return functools.reduce(lambda a, b: a * b, present) if present else None


def apply_mask(scores, keep):
    if keep is None:
        return scores
    bias = torch.zeros(keep.shape, dtype=scores.dtype)
    bias[~keep] = float("-inf")
    return scores + bias


def scaled_dot_product_attention(q, k, v, keep=None):
    lead = torch.broadcast_shapes(q.shape[:-2], k.shape[:-2], v.shape[:-2])
    q, k, v = _flat(q, lead), _flat(k, lead), _flat(v, lead)
    t_q, t_k = q.shape[-2], k.shape[-2]
    bias = torch.zeros(*lead, t_q, t_k, dtype=q.dtype)
    if keep is not None:
        bias = bias.masked_fill(keep.logical_not(), float("-inf"))
    bias = bias.reshape(-1, t_q, t_k)
    scores = torch.baddbmm(bias, q, k.transpose(1, 2), alpha=1 / math.sqrt(q.size(2)))
    weights = F.softmax(scores, dim=2)
    weights = torch.where(weights.isnan(), torch.zeros_like(weights), weights)
    output = torch.bmm(weights, v)
    return output.reshape(*lead, t_q, -1), weights.reshape(*lead, t_q, t_k)


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_v = nn.Linear(d_model, d_v, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_q = nn.Linear(d_model, d_k, bias=False)

    def forward(self, x, keep=None):
        stacked = torch.cat([self.w_q.weight, self.w_k.weight, self.w_v.weight])
        q, k, v = F.linear(x, stacked).split([self.w_q.out_features, self.w_k.out_features, self.w_v.out_features], -1)
        return scaled_dot_product_attention(q, k, v, keep=keep)


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q, self.w_k = nn.Linear(d_model, d_k, bias=False), nn.Linear(d_memory, d_k, bias=False)
        self.w_v = nn.Linear(d_memory, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        k, v = self.w_k(memory), self.w_v(memory)
        return scaled_dot_product_attention(self.w_q(x), k, v, keep=keep)


def shift_head(length, by=1):
    keys = torch.eye(50)[:length]
    queries = torch.zeros(length, 50)
    for i in range(length):
        queries[i, max(0, i - by)] = 500.0
    return queries, keys


def select_head(asks, answers):
    columns = {n: column for column, n in enumerate(dict.fromkeys([*asks, *answers]))}
    asked = F.one_hot(torch.tensor([columns[n] for n in asks]), len(columns)).float()
    answered = F.one_hot(torch.tensor([columns[n] for n in answers]), len(columns)).float()
    asked[torch.tensor(asks) == 0] = 0.0
    return 200.0 * asked, answered * 1.0
