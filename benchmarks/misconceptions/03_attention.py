# Held-out answers, none of them written from a wrong variant. Behind "is:" stands the variant whose mistake it is (two with a
# plus), "unknown" for a mistake that no variant makes, "right" for right code.

# --- softmax is: softmax_unstable
def softmax(scores, dim=-1):
    return scores.exp().div(scores.exp().sum(dim, keepdim=True))

# --- softmax is: softmax_base_two
def softmax(scores, dim=-1):
    z = torch.exp2(scores - scores.max(dim, keepdim=True).values)
    return z / z.sum(dim, keepdim=True)

# --- softmax is: softmax_wrong_axis_by_default
def softmax(scores, dim=None):
    if dim is None:
        dim = -2 if scores.dim() > 1 else -1
    return torch.exp(torch.log_softmax(scores, dim))

# --- softmax is: softmax_ignores_dim
def softmax(scores, dim=-1):
    return torch.nn.functional.softmax(scores, -1)

# --- softmax is: softmax_in_place
def softmax(scores, dim=-1):
    torch.sub(scores, scores.max(dim, keepdim=True).values, out=scores)
    return torch.softmax(scores, dim)

# --- softmax is: softmax_global_maximum
def softmax(scores, dim=-1):
    top = scores.flatten().sort().values[-1]
    z = (scores - top).exp()
    return z / z.sum(dim, keepdim=True)

# --- softmax is: softmax_over_everything
def softmax(scores, dim=-1):
    z = (scores - scores.max(dim, keepdim=True).values).exp()
    return z.div(z.flatten().sum(0))

# --- softmax is: softmax_always_double
def softmax(scores, dim=-1):
    return torch.softmax(scores, dim, dtype=torch.float64)

# --- softmax is: unknown
def softmax(scores, dim=-1):
    return torch.log_softmax(scores, dim)

# --- softmax is: unknown
def softmax(scores, dim=-1):
    return torch.softmax(scores / 2, dim)

# --- softmax is: right
def softmax(scores, dim=-1):
    return torch.exp(torch.log_softmax(scores, dim))

# --- causal_mask is: causal_strict
def causal_mask(t_q, t_k=None):
    n = t_q if t_k is None else t_k
    return torch.tensor([[j < i for j in range(n)] for i in range(t_q)])

# --- causal_mask is: causal_inverted
def causal_mask(t_q, t_k=None):
    n = t_q if t_k is None else t_k
    return torch.tensor([[j > i for j in range(n)] for i in range(t_q)])

# --- causal_mask is: causal_of_numbers
def causal_mask(t_q, t_k=None):
    return torch.ones(t_q, t_q if t_k is None else t_k).tril()

# --- causal_mask is: causal_always_square
def causal_mask(t_q, t_k=None):
    i = torch.arange(t_q)
    return i.unsqueeze(0) <= i.unsqueeze(1)

# --- causal_mask is: causal_bottom_right
def causal_mask(t_q, t_k=None):
    n = t_q if t_k is None else t_k
    return torch.tensor([[j <= i + n - t_q for j in range(n)] for i in range(t_q)])

# --- causal_mask is: unknown
def causal_mask(t_q, t_k=None):
    n = t_q if t_k is None else t_k
    return torch.tensor([[j <= i + 1 for j in range(n)] for i in range(t_q)])

# --- causal_mask is: right
def causal_mask(t_q, t_k=None):
    n = t_q if t_k is None else t_k
    return torch.arange(n).repeat(t_q, 1) <= torch.arange(t_q).unsqueeze(1)

# --- padding_mask is: padding_inverted
def padding_mask(lengths, max_len):
    return torch.stack([torch.arange(max_len) >= n for n in lengths]).unsqueeze(1)

# --- padding_mask is: padding_off_by_one
def padding_mask(lengths, max_len):
    return torch.stack([torch.arange(max_len) < n + 1 for n in lengths]).unsqueeze(1)

# --- padding_mask is: padding_without_query_axis
def padding_mask(lengths, max_len):
    return torch.stack([torch.arange(max_len) < n for n in lengths])

# --- padding_mask is: right
def padding_mask(lengths, max_len):
    return torch.stack([torch.arange(max_len) < n for n in lengths]).unsqueeze(1)

# --- scale_scores is: scale_by_width
def scale_scores(scores, d_k):
    return scores * (1.0 / d_k)

# --- scale_scores is: scale_not_at_all
def scale_scores(scores, d_k):
    return scores.clone()

# --- scale_scores is: scale_multiplies
def scale_scores(scores, d_k):
    return scores * float(d_k) ** 0.5

# --- scale_scores is: unknown
def scale_scores(scores, d_k):
    return scores / d_k**0.25

# --- similarity_scores is: scores_keys_on_rows
def similarity_scores(q, k):
    return torch.einsum("...qd,...kd->...kq", q, k)

# --- similarity_scores is: scores_cosine
def similarity_scores(q, k):
    return torch.nn.functional.cosine_similarity(q.unsqueeze(-2), k.unsqueeze(-3), dim=-1)

# --- similarity_scores is: right
def similarity_scores(q, k):
    return (q.unsqueeze(-2) * k.unsqueeze(-3)).sum(-1)

# --- scaled_dot_product_attention is: no_scale
def scaled_dot_product_attention(q, k, v, keep=None):
    s = q @ k.mT
    if keep is not None:
        s = s.masked_fill(~keep, float("-inf"))
    w = torch.nan_to_num(torch.softmax(s, -1))
    return w @ v, w

# --- scaled_dot_product_attention is: ignores_the_mask
def scaled_dot_product_attention(q, k, v, keep=None):
    w = torch.softmax(q @ k.mT / k.shape[-1] ** 0.5, dim=-1)
    return w @ v, w

# --- scaled_dot_product_attention is: nan_on_a_full_row
def scaled_dot_product_attention(q, k, v, keep=None):
    s = torch.einsum("...qd,...kd->...qk", q, k) / k.shape[-1] ** 0.5
    if keep is not None:
        s = torch.where(keep, s, torch.tensor(float("-inf"), dtype=s.dtype))
    w = torch.softmax(s, -1)
    return w @ v, w

# --- scaled_dot_product_attention is: returns_weights_first
def scaled_dot_product_attention(q, k, v, keep=None):
    s = q @ k.mT / k.shape[-1] ** 0.5
    if keep is not None:
        s = s.masked_fill(~keep, float("-inf"))
    w = torch.nan_to_num(torch.softmax(s, -1))
    return w, w @ v

# --- scaled_dot_product_attention is: attention_mask_inverted
def scaled_dot_product_attention(q, k, v, keep=None):
    s = q @ k.mT / k.shape[-1] ** 0.5
    if keep is not None:
        s = s.masked_fill(keep, float("-inf"))
    w = torch.nan_to_num(torch.softmax(s, -1))
    return w @ v, w

# --- softmax is: softmax_base_two+softmax_in_place
def softmax(scores, dim=-1):
    z = torch.exp2(scores - scores.max(dim, keepdim=True).values)
    z = z / z.sum(dim, keepdim=True)
    scores.copy_(z)
    return z

# --- causal_mask is: causal_strict+causal_of_numbers
def causal_mask(t_q, t_k=None):
    return torch.ones(t_q, t_q if t_k is None else t_k).tril(-1)
