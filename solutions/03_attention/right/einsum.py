"""Einsum and arithmetic on masks: the same numbers, written another way."""
# exercise: similarity_scores, softmax, scale_scores, words_that_matter, padding_mask, causal_mask, combine_masks, apply_mask, scaled_dot_product_attention, SelfAttention, CrossAttention, shift_head, select_head

import torch
from torch import nn


def similarity_scores(q, k):
    return torch.einsum("...qd,...kd->...qk", q, k)


def softmax(scores, dim=-1):
    return torch.exp(scores - torch.logsumexp(scores, dim=dim, keepdim=True))


def scale_scores(scores, d_k):
    return scores * torch.rsqrt(torch.tensor(d_k, dtype=scores.dtype))


def words_that_matter(weights, words, word, n=3):
    positions = weights[words.index(word)].topk(n).indices
    return [words[position] for position in positions.tolist()]


def padding_mask(lengths, max_len):
    return torch.arange(max_len).reshape(1, 1, -1).lt(lengths.reshape(-1, 1, 1))


def causal_mask(t_q, t_k=None):
    return torch.arange(t_q).unsqueeze(1) >= torch.arange(t_k if t_k is not None else t_q)


def combine_masks(*masks):
    given = [mask for mask in masks if mask is not None]
    return torch.stack(torch.broadcast_tensors(*given)).all(dim=0) if given else None


def apply_mask(scores, keep):
    if keep is None:
        return scores.clone()
    return torch.where(keep, scores, torch.tensor(-torch.inf, dtype=scores.dtype))


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = torch.einsum("...qd,...kd->...qk", q, k) * k.size(-1) ** -0.5
    if keep is None:
        keep = torch.ones_like(scores, dtype=torch.bool)
    scores = scores.masked_fill(~keep, -torch.inf)
    top = scores.amax(-1, keepdim=True).clamp_min(torch.finfo(scores.dtype).min)  # finite in an empty row
    raised = (scores - top).exp()
    weights = raised / raised.sum(-1, keepdim=True).clamp_min(torch.finfo(scores.dtype).tiny)
    return torch.einsum("...qk,...kd->...qd", weights, v), weights


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        for name, width in (("w_q", d_k), ("w_k", d_k), ("w_v", d_v)):
            setattr(self, name, nn.Linear(d_model, width, bias=False))

    def forward(self, x, keep=None):
        q, k, v = (torch.einsum("...td,kd->...tk", x, part.weight) for part in (self.w_q, self.w_k, self.w_v))
        return scaled_dot_product_attention(q, k, v, keep)


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_memory, d_k, bias=False)
        self.w_v = nn.Linear(d_memory, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        q = torch.einsum("...td,kd->...tk", x, self.w_q.weight)
        k, v = (torch.einsum("...td,kd->...tk", memory, part.weight) for part in (self.w_k, self.w_v))
        return scaled_dot_product_attention(q, k, v, keep)


def shift_head(length, by=1):
    """Positions as points on a circle: neighbours are told apart by the angle, so a good deal of strength is needed."""
    angle = 2 * torch.pi * torch.arange(length, dtype=torch.float64) / (length + 1)
    keys = torch.stack([angle.cos(), angle.sin()], dim=-1)
    return 3000.0 * keys[(torch.arange(length) - by).clamp_min(0)], keys


def select_head(asks, answers):
    """The wish list itself as queries, and the unit vectors as keys."""
    asked, answered = torch.tensor(asks)[:, None], torch.tensor(answers)[None, :]
    wishes = (asked == answered) & (asked != 0)
    return 100.0 * wishes.double(), torch.eye(len(answers), dtype=torch.float64)
