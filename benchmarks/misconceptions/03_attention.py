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

# --- combine_masks is: right
from functools import reduce
import operator
def combine_masks(*masks):
    real = list(filter(lambda m: m is not None, masks))
    return reduce(operator.and_, real) if real else None

# --- combine_masks is: combine_in_place
def combine_masks(*masks):
    result = None
    for m in masks:
        if m is None:
            continue
        if result is None:
            result = m
        elif result.shape == torch.broadcast_shapes(result.shape, m.shape):
            result &= m
        else:
            result = result & m
    return result

# --- apply_mask is: right
def apply_mask(scores, keep):
    if keep is None:
        return scores.clone()
    bias = torch.zeros_like(keep, dtype=scores.dtype)
    bias[~keep] = float("-inf")
    return torch.where(keep.expand_as(scores), scores, bias.expand_as(scores))

# --- apply_mask is: mask_zero_times_infinity
def apply_mask(scores, keep):
    if keep is None:
        keep = torch.ones_like(scores, dtype=torch.bool)
    return scores + float("-inf") * (1 - keep.to(scores.dtype))

# --- words_that_matter is: right
def words_that_matter(weights, words, word, n=3):
    table = dict(zip(words, weights.tolist()))
    ranked = sorted(zip(words, table[word]), key=lambda pair: pair[1], reverse=True)
    return [w for w, _ in ranked][:n]

# --- SelfAttention is: self_scale_by_d_model
class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q, self.w_k, self.w_v = (nn.Linear(d_model, d, bias=False) for d in (d_k, d_k, d_v))
        self.scale = d_model ** -0.5
    def forward(self, x, keep=None):
        q, k, v = self.w_q(x), self.w_k(x), self.w_v(x)
        s = torch.einsum("...qd,...kd->...qk", q, k) * self.scale
        if keep is not None:
            s = s.masked_fill(~keep, float("-inf"))
        w = torch.nan_to_num(s.softmax(-1))
        return w @ v, w

# --- words_that_matter is: reads_the_column
def words_that_matter(weights, words, word, n=3):
    place = words.index(word)
    shares = [(float(row[place]), name) for row, name in zip(weights, words)]
    return [name for _, name in sorted(shares, key=lambda pair: -pair[0])[:n]]


# --- shift_head is: shift_wraps_around
def shift_head(length, by=1):
    k = torch.eye(length)
    q = torch.stack([k[(i - by) % length] for i in range(length)])
    return 1000.0 * q, k


# --- select_head is: select_too_weak
def select_head(asks, answers):
    size = max([*asks, *answers]) + 1
    one_hot = torch.eye(size)
    q, k = one_hot[torch.tensor(asks)], one_hot[torch.tensor(answers)]
    q[:, 0] = 0
    return q, k


# --- train_head is: train_without_zero_grad
def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    adam = torch.optim.Adam(list(head.parameters()), lr)
    history = []
    while len(history) < steps:
        mse = nn.functional.mse_loss(head(x, keep)[0], target)
        mse.backward()
        adam.step()
        history.append(float(mse.detach()))
    return history


# --- CrossAttention is: cross_values_from_the_decoder
class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_memory, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(memory), self.w_v(x), keep)


# --- apply_mask is: mask_zeroes_scores
def apply_mask(scores, keep):
    return scores if keep is None else torch.where(keep, scores, torch.zeros((), dtype=scores.dtype))


# --- scaled_dot_product_attention is: values_are_the_keys
def scaled_dot_product_attention(q, k, v, keep=None):
    attention = torch.einsum("...qd,...kd->...qk", q, k) * q.shape[-1] ** -0.5
    if keep is not None:
        attention = attention.where(keep, torch.tensor(-math.inf, dtype=q.dtype))
    attention = attention.softmax(-1).nan_to_num(0.0)
    return torch.einsum("...qk,...kd->...qd", attention, k), attention


# --- padding_mask is: padding_masks_queries
def padding_mask(lengths, max_len):
    real = torch.arange(max_len)[None] < lengths.reshape(-1, 1)
    return real[:, :, None]


# --- shift_head is: right
def shift_head(length, by=1):
    angle = 2 * math.pi / 52 * torch.arange(length, dtype=torch.float64)
    circle = torch.stack([angle.cos(), angle.sin()], dim=1)
    strength = (math.log(99 * 3) + 0.2) * math.sqrt(2) / (1 - math.cos(2 * math.pi / 52))
    return strength * circle[[max(0, i - by) for i in range(length)]], circle


# --- select_head is: right
def select_head(asks, answers):
    known = {answer for answer in answers if answer}
    n, m = torch.tensor(asks).double(), torch.tensor(answers).double()
    speaks = torch.tensor([float(a in known) for a in asks]).double()
    q = torch.stack([2 * n, -torch.ones_like(n)], dim=1) * speaks[:, None] * 12 * math.sqrt(2)
    return q, torch.stack([m, m.square()], dim=1)

# --- softmax is: softmax_forgets_keepdim
def softmax(scores, dim=-1):
    shifted = scores - scores.max(dim=dim, keepdim=True).values
    e = shifted.exp()
    return e / e.sum(dim)


# --- causal_mask is: causal_with_a_batch_axis
def causal_mask(t_q, t_k=None):
    if t_k is None:
        t_k = t_q
    i, j = torch.arange(t_q), torch.arange(t_k)
    return (j[None, None, :] <= i[None, :, None])


# --- combine_masks is: combine_or
def combine_masks(*masks):
    result = None
    for mask in masks:
        if mask is None:
            continue
        result = mask if result is None else torch.logical_or(result, mask)
    return result


# --- combine_masks is: combine_to_numbers
def combine_masks(*masks):
    product = None
    for mask in filter(lambda m: m is not None, masks):
        product = mask.to(torch.float32) if product is None else product * mask
    return product


# --- apply_mask is: mask_minus_one_billion
def apply_mask(scores, keep):
    if keep is None:
        return scores
    return scores.masked_fill(keep.logical_not(), -1e9)


# --- apply_mask is: mask_inverted
def apply_mask(scores, keep):
    if keep is None:
        return scores
    return torch.where(keep, torch.tensor(float("-inf"), dtype=scores.dtype), scores)


# --- apply_mask is: mask_in_place
def apply_mask(scores, keep):
    if keep is not None:
        scores[~keep.expand_as(scores)] = float("-inf")
    return scores


# --- scaled_dot_product_attention is: mask_after_softmax
def scaled_dot_product_attention(q, k, v, keep=None):
    w = torch.softmax(torch.matmul(q, k.transpose(-1, -2)) / q.size(-1) ** 0.5, dim=-1)
    if keep is not None:
        w = w * keep
    return torch.matmul(w, v), w


# --- scaled_dot_product_attention is: softmax_over_queries
def scaled_dot_product_attention(q, k, v, keep=None):
    s = similarity_scores(q, k) / math.sqrt(q.size(-1))
    s = apply_mask(s, keep)
    w = torch.nan_to_num(softmax(s, dim=-2))
    return w.matmul(v), w


# --- SelfAttention is: self_with_bias
class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q, self.w_k = nn.Linear(d_model, d_k), nn.Linear(d_model, d_k)
        self.w_v = nn.Linear(d_model, d_v)

    def forward(self, x, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(x), self.w_v(x), keep)


# --- SelfAttention is: self_ignores_the_mask
class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, keep=None):
        out, w = scaled_dot_product_attention(q=self.w_q(x), k=self.w_k(x), v=self.w_v(x))
        return out, w


# --- select_head is: select_numbers_as_vectors
def select_head(asks, answers):
    q = torch.tensor(asks, dtype=torch.float32)[:, None]
    k = torch.tensor(answers, dtype=torch.float32)[:, None]
    return 20 * q, k


# --- train_head is: train_without_step
def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    opt = torch.optim.Adam(head.parameters(), lr=lr)
    out = []
    for _ in range(steps):
        opt.zero_grad()
        y, _ = head(x, keep)
        loss = torch.mean((y - target) ** 2)
        loss.backward()
        out.append(loss.item())
    return out


# --- train_head is: train_loss_tensors
def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    opt, losses = torch.optim.Adam(head.parameters(), lr=lr), []
    for _ in range(steps):
        y, _ = head(x, keep)
        loss = F.mse_loss(y, target) if "F" in globals() else nn.functional.mse_loss(y, target)
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.detach())
    return losses


# --- scaled_dot_product_attention is: attention_mask_zeroes_scores
def scaled_dot_product_attention(q, k, v, keep=None):
    s = torch.einsum("...qd,...kd->...qk", q, k) * q.shape[-1] ** -0.5
    if keep is not None:
        s = s.masked_fill(keep.logical_not(), 0.0)
    w = nn.functional.softmax(s, -1)
    return torch.einsum("...qk,...kd->...qd", w, v), w


# --- scaled_dot_product_attention is: mask_after_softmax
def scaled_dot_product_attention(q, k, v, keep=None):
    weights = torch.softmax(q @ k.mT / k.size(-1) ** 0.5, -1)
    if keep is not None:
        weights = torch.where(keep, weights, 0.0)
    return weights @ v, weights


# --- scaled_dot_product_attention is: renormalises_after_mask
def scaled_dot_product_attention(q, k, v, keep=None):
    e = torch.exp((s := q @ k.mT / k.size(-1) ** 0.5) - s.amax(-1, keepdim=True))
    if keep is not None:
        e = e.masked_fill(~keep, 0.0)
    w = e / e.sum(-1, keepdim=True)
    return w @ v, w


# --- scaled_dot_product_attention is: right
def scaled_dot_product_attention(q, k, v, keep=None):
    s = q @ k.mT / k.size(-1) ** 0.5
    e = torch.exp(s - s.amax(-1, keepdim=True).detach())
    if keep is not None:
        s = torch.where(keep, s, -torch.inf)
        top = s.amax(-1, keepdim=True).nan_to_num(neginf=0.0).detach()
        e = torch.exp(s - top)
    total = e.sum(-1, keepdim=True)
    w = e / torch.where(total == 0, 1.0, total)
    return w @ v, w


# --- select_head is: select_needs_a_question
def select_head(asks, answers):
    named = [n for n in dict.fromkeys(asks) if n]
    q = torch.zeros(len(asks), len(named))
    k = torch.zeros(len(asks), len(named))
    for column, n in enumerate(named):
        q[:, column] = 150.0 * torch.tensor([a == n for a in asks])
        k[:, column] = torch.tensor([a == n for a in answers])
    return q, k

# --- similarity_scores is: scores_without_gradient
def similarity_scores(q, k):
    return torch.matmul(q.data, k.data.mT)

# --- apply_mask is: mask_without_gradient
def apply_mask(scores, keep):
    result = torch.empty_like(scores)
    result.copy_(scores.data)
    if keep is not None:
        result[~keep.expand(scores.shape)] = float("-inf")
    return result

# --- softmax is: softmax_half_in_single
def softmax(scores, dim=-1):
    if scores.element_size() < 4:
        scores = scores.to(torch.float32)
    return torch.softmax(scores, dim)

# --- words_that_matter is: matter_tuple
def words_that_matter(weights, words, word, n=3):
    order = weights[words.index(word)].topk(n).indices.tolist()
    return tuple(map(words.__getitem__, order))
