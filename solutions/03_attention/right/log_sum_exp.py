"""By way of the logarithm of the sum, and with plain loops where they read best."""

# exercise: similarity_scores, softmax, scale_scores, words_that_matter, causal_mask, apply_mask, CrossAttention, shift_head, select_head
import math

import torch
from torch import nn


def similarity_scores(q, k):
    return torch.matmul(q, torch.swapaxes(k, -1, -2))


def softmax(scores, dim=-1):
    return (scores - torch.logsumexp(scores, dim=dim, keepdim=True)).exp()


def scale_scores(scores, d_k):
    return scores * d_k**-0.5


def words_that_matter(weights, words, word, n=3):
    row = weights[words.index(word)].tolist()
    ranked = sorted(zip(row, words, strict=False), key=lambda pair: -pair[0])
    return [w for _, w in ranked[:n]]


def causal_mask(t_q, t_k=None):
    if t_k is None:
        t_k = t_q
    return ~torch.triu(torch.ones(t_q, t_k), diagonal=1).bool()


def apply_mask(scores, keep):
    if keep is None:
        return scores
    return torch.where(keep, scores, torch.tensor(float("-inf"), dtype=scores.dtype))


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_memory, d_k, bias=False)
        self.w_v = nn.Linear(d_memory, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        q, k, v = self.w_q(x), self.w_k(memory), self.w_v(memory)
        out, w = scaled_dot_product_attention(q, k, v, keep)
        return out, w


def shift_head(length, by=1):
    k = torch.eye(length)
    q = torch.zeros(length, length)
    for i in range(length):
        q[i, max(i - by, 0)] = 1
    return q * 100, k


def select_head(asks, answers):
    n = max(asks + answers) + 1
    q = torch.zeros(len(asks), n)
    k = torch.zeros(len(answers), n)
    for i, (a, b) in enumerate(zip(asks, answers, strict=False)):
        if a > 0:
            q[i, a] = 20 * math.sqrt(n)
        if b > 0:
            k[i, b] = 1
    return q, k
