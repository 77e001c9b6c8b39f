# Held-out answers, none of them written from a wrong variant. Behind "is:" stands the variant whose mistake it is (two with a
# plus), "unknown" for a mistake that no variant makes, "right" for right code.

# --- split_heads is: split_view_without_transpose
def split_heads(x, n_heads):
    b, t, d = x.size()
    if d % n_heads:
        raise ValueError("d_model")
    return x.reshape(b, n_heads, t, d // n_heads)

# --- split_heads is: split_heads_stay_behind
def split_heads(x, n_heads):
    b, t, d = x.size()
    if d % n_heads != 0:
        raise ValueError("d_model")
    return x.unflatten(2, (n_heads, d // n_heads))

# --- split_heads is: split_interleaved
def split_heads(x, n_heads):
    if x.shape[2] % n_heads:
        raise ValueError("d_model")
    return torch.stack([x[..., h::n_heads] for h in range(n_heads)], dim=1)

# --- split_heads is: right
def split_heads(x, n_heads):
    if x.shape[-1] % n_heads:
        raise ValueError(f"{n_heads} heads do not divide {x.shape[-1]}")
    return torch.stack(x.chunk(n_heads, dim=-1), dim=1)

# --- merge_heads is: merge_view_without_transpose
def merge_heads(x):
    return x.reshape(x.size(0), x.size(2), x.size(1) * x.size(3))

# --- merge_heads is: merge_heads_backwards
def merge_heads(x):
    heads = x.unbind(dim=1)
    return torch.cat(heads[::-1], dim=-1)

# --- merge_heads is: right
def merge_heads(x):
    return torch.cat(list(x.unbind(1)), dim=-1)

# --- weights_from_torch is: from_torch_key_first
def weights_from_torch(state):
    d = state["out_proj.weight"].shape[0]
    new = {key: value for key, value in state.items() if key.startswith("out_proj")}
    for n, name in enumerate(["k_proj", "q_proj", "v_proj"]):
        new[f"{name}.weight"] = state["in_proj_weight"][n * d : n * d + d]
        new[f"{name}.bias"] = state["in_proj_bias"][n * d : n * d + d]
    return new

# --- weights_from_torch is: from_torch_transposed
def weights_from_torch(state):
    q, k, v = torch.chunk(state["in_proj_weight"], 3)
    bq, bk, bv = torch.chunk(state["in_proj_bias"], 3)
    return {
        "q_proj.weight": q.t(), "k_proj.weight": k.t(), "v_proj.weight": v.t(),
        "q_proj.bias": bq, "k_proj.bias": bk, "v_proj.bias": bv,
        "out_proj.weight": state["out_proj.weight"].t(), "out_proj.bias": state["out_proj.bias"],
    }

# --- weights_from_torch is: right
def weights_from_torch(state):
    d = len(state["out_proj.bias"])
    result = {name: tensor.clone() for name, tensor in state.items() if "out_proj" in name}
    for kind in ("weight", "bias"):
        parts = torch.split(state[f"in_proj_{kind}"], d)
        result.update({f"{letter}_proj.{kind}": part.clone() for letter, part in zip("qkv", parts)})
    return result

# --- ablate_heads is: ablate_bias_too
def ablate_heads(mixed, out_weight, out_bias, drop):
    mixed = mixed.clone()
    for h in drop:
        mixed[:, h] = 0
    return merge_heads(mixed) @ out_weight.T

# --- ablate_heads is: ablate_in_place
def ablate_heads(mixed, out_weight, out_bias, drop):
    for h in drop:
        mixed[:, h].zero_()
    return torch.nn.functional.linear(merge_heads(mixed), out_weight, out_bias)

# --- ablate_heads is: ablate_keeps_the_dropped
def ablate_heads(mixed, out_weight, out_bias, drop):
    mask = torch.zeros(mixed.shape[1], dtype=mixed.dtype)
    mask[list(drop)] = 1
    return merge_heads(mixed * mask[:, None, None]) @ out_weight.T + out_bias

# --- ablate_heads is: ablate_transposed_weight
def ablate_heads(mixed, out_weight, out_bias, drop):
    keep = torch.ones(mixed.shape[1])
    keep[list(drop)] = 0.0
    return merge_heads(mixed * keep.view(1, -1, 1, 1)) @ out_weight + out_bias

# --- ablate_heads is: right
def ablate_heads(mixed, out_weight, out_bias, drop):
    width = mixed.shape[-1]
    total = out_bias.expand(mixed.shape[0], mixed.shape[2], -1)
    for h in range(mixed.shape[1]):
        if h not in drop:
            total = total + mixed[:, h] @ out_weight[:, h * width : (h + 1) * width].T
    return total

# --- greedy_decode is: greedy_keeps_eos
def greedy_decode(next_scores, max_len):
    ids = [1]
    for _ in range(max_len):
        ids.append(int(torch.argmax(next_scores(ids))))
        if ids[-1] == 2:
            break
    return ids[1:]

# --- greedy_decode is: greedy_ignores_eos
def greedy_decode(next_scores, max_len):
    out = []
    while len(out) < max_len:
        out.append(next_scores([1] + out).argmax().item())
    return out

# --- greedy_decode is: greedy_last_token_only
def greedy_decode(next_scores, max_len):
    token, out = 1, []
    for _ in range(max_len):
        token = int(next_scores([token]).argmax())
        if token == 2:
            return out
        out.append(token)
    return out

# --- greedy_decode is: unknown
def greedy_decode(next_scores, max_len):
    out = []
    for _ in range(max_len):
        token = int(next_scores([1] + out).argmin())
        if token == 2:
            return out
        out.append(token)
    return out

# --- greedy_decode is: right
def greedy_decode(next_scores, max_len):
    def go(ids):
        if len(ids) > max_len:
            return ids
        best = int(next_scores(list(ids)).topk(1).indices[0])
        return ids if best == 2 else go([*ids, best])
    return go([1])[1:]

# --- attend_with_cache is: cache_no_scale
def attend_with_cache(query, key, value, cache=None):
    past = 0
    if cache is not None:
        past = cache[0].shape[2]
        key, value = torch.cat((cache[0], key), 2), torch.cat((cache[1], value), 2)
    scores = torch.einsum("bhqd,bhkd->bhqk", query, key)
    future = torch.arange(key.shape[2])[None] > torch.arange(query.shape[2])[:, None] + past
    scores[..., future] = float("-inf")
    return scores.softmax(-1).matmul(value), (key, value)

# --- attend_with_cache is: cache_no_mask
def attend_with_cache(query, key, value, cache=None):
    if cache:
        key, value = torch.cat((cache[0], key), 2), torch.cat((cache[1], value), 2)
    return torch.nn.functional.scaled_dot_product_attention(query, key, value), (key, value)

# --- attend_with_cache is: cache_mask_from_the_left
def attend_with_cache(query, key, value, cache=None):
    if cache:
        key, value = torch.cat((cache[0], key), 2), torch.cat((cache[1], value), 2)
    return torch.nn.functional.scaled_dot_product_attention(query, key, value, is_causal=True), (key, value)

# --- attend_with_cache is: right
def attend_with_cache(query, key, value, cache=None):
    if cache is not None:
        key, value = (torch.cat([old, new], dim=2) for old, new in zip(cache, (key, value)))
    gathered = []
    for i in range(query.shape[2]):
        seen = key.shape[2] - query.shape[2] + i + 1
        gathered.append(
            torch.nn.functional.scaled_dot_product_attention(query[:, :, i : i + 1], key[:, :, :seen], value[:, :, :seen])
        )
    return torch.cat(gathered, dim=2), (key, value)

# --- count_flops is: flops_multiplications_only
def count_flops(length, d_model, d_ff):
    return {
        "projections": 4 * length * d_model * d_model,
        "attention": 2 * length * length * d_model,
        "feed_forward": 2 * length * d_model * d_ff,
    }

# --- count_flops is: flops_three_projections
def count_flops(length, d_model, d_ff):
    mm = lambda a, b, c: 2 * a * b * c
    return {
        "projections": 3 * mm(length, d_model, d_model),
        "attention": mm(length, d_model, length) + mm(length, length, d_model),
        "feed_forward": mm(length, d_model, d_ff) + mm(length, d_ff, d_model),
    }

# --- count_flops is: right
def count_flops(length, d_model, d_ff):
    return dict(projections=8 * length * d_model**2, attention=4 * length**2 * d_model, feed_forward=4 * length * d_model * d_ff)

# --- LayerNorm is: right
class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.register_parameter("weight", nn.Parameter(torch.ones(d_model)))
        self.register_parameter("bias", nn.Parameter(torch.zeros(d_model)))
        self.eps = eps
    def forward(self, x):
        var, mean = torch.var_mean(x, dim=-1, correction=0, keepdim=True)
        return torch.addcmul(self.bias, (x - mean) * torch.rsqrt(var + self.eps), self.weight)

# --- LayerNorm is: norm_unbiased_variance+norm_eps_outside_the_root
class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))
        self.eps = eps
    def forward(self, x):
        return self.weight * (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + self.eps) + self.bias

# --- count_parameters is: right
def count_parameters(config):
    d, f = config["hidden_size"], config["intermediate_size"]
    def linear(a, b): return a * b + b
    tables = sum(config[k] for k in ("vocab_size", "max_position_embeddings", "type_vocab_size")) * d
    def blocks(n):
        return 0 if n == 0 else blocks(n - 1) + 4 * linear(d, d) + linear(d, f) + linear(f, d) + 4 * d
    return tables + 2 * d + blocks(config["num_hidden_layers"])

# --- FeedForward is: feed_forward_relu
class FeedForward(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.linear1 = nn.Linear(d_model, d_ff)
        self.linear2 = nn.Linear(d_ff, d_model)
    def forward(self, x):
        return self.linear2(torch.relu(self.linear1(x)))

# --- MultiHeadAttention is: mha_scale_by_d_model
class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.heads, self.root = n_heads, d_model**0.5
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(d_model, d_model))

    def forward(self, query, key, value, keep=None):
        q, k, v = (split_heads(f(x), self.heads) for f, x in ((self.q_proj, query), (self.k_proj, key), (self.v_proj, value)))
        scores = torch.matmul(q, k.mT) / self.root
        if keep is not None:
            keep = keep if keep.dim() == 2 else keep[:, None]
            scores = torch.where(keep, scores, torch.full_like(scores, float("-inf")))
        weights = F.softmax(scores, dim=-1).nan_to_num()
        return self.out_proj(merge_heads(torch.matmul(weights, v))), weights


# --- EncoderBlock is: block_pre_norm
class EncoderBlock(nn.Module):
    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        super().__init__()
        self.attention, self.norm1, self.feed_forward, self.norm2 = attention, norm1, feed_forward, norm2
        self.drop = nn.Dropout(dropout)

    def forward(self, x, keep=None):
        normed = self.norm1(x)
        mixed, weights = self.attention(query=normed, key=normed, value=normed, keep=keep)
        middle = x + self.drop(mixed)
        return middle + self.drop(self.feed_forward(self.norm2(middle))), weights


# --- DecoderBlock is: decoder_future_is_open
class DecoderBlock(nn.Module):
    def __init__(self, self_attention, norm1, cross_attention, norm2, feed_forward, norm3, dropout=0.1):
        super().__init__()
        self.self_attention, self.norm1 = self_attention, norm1
        self.cross_attention, self.norm2 = cross_attention, norm2
        self.feed_forward, self.norm3 = feed_forward, norm3
        self.p = dropout

    def forward(self, y, memory, keep_self=None, keep_memory=None):
        def add(norm, way, new):
            return norm(way + F.dropout(new, self.p, self.training))

        y = add(self.norm1, y, self.self_attention(y, y, y)[0])
        seen, weights = self.cross_attention(y, memory, memory, keep_memory)
        y = add(self.norm2, y, seen)
        return add(self.norm3, y, self.feed_forward(y)), weights


# --- BertEmbeddings is: embeddings_no_segment_when_none
class BertEmbeddings(nn.Module):
    def __init__(self, vocab_size, max_len, n_segments, d_model, norm, dropout=0.1):
        super().__init__()
        self.token, self.position, self.segment = (
            nn.Embedding(rows, d_model) for rows in (vocab_size, max_len, n_segments)
        )
        self.norm, self.drop = norm, nn.Dropout(dropout)

    def forward(self, ids, segments=None):
        parts = [self.token(ids), self.position.weight[: ids.size(1)].expand(len(ids), -1, -1)]
        if segments is not None:
            parts.append(F.embedding(segments, self.segment.weight))
        return self.drop(self.norm(sum(parts)))


# --- LayerNorm is: norm_unbiased_variance
class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(d_model)), nn.Parameter(torch.zeros(d_model))
        self.eps = eps

    def forward(self, x):
        variance, mean = torch.var_mean(x, -1, keepdim=True)
        return torch.addcmul(self.bias, (x - mean) * (variance + self.eps).rsqrt(), self.weight)


# --- FeedForward is: feed_forward_relu
class FeedForward(nn.Sequential):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)

    def forward(self, x):
        return self.linear2(self.linear1(x).clamp(min=0))


# --- count_parameters is: parameters_no_biases
def count_parameters(config):
    width, inner = config["hidden_size"], config["intermediate_size"]
    block = sum(rows * columns for rows, columns in [(width, width)] * 4 + [(width, inner), (inner, width)])
    tables = sum(config[key] for key in ("vocab_size", "max_position_embeddings", "type_vocab_size")) * width
    return tables + 2 * width + config["num_hidden_layers"] * (block + 4 * width)


# --- bert_weights is: bert_query_and_key_swapped
def bert_weights(weights):
    import re

    rules = [
        (r"^embeddings\.word_embeddings", "embeddings.token"),
        (r"^embeddings\.position_embeddings", "embeddings.position"),
        (r"^embeddings\.token_type_embeddings", "embeddings.segment"),
        (r"^embeddings\.LayerNorm", "embeddings.norm"),
        (r"^encoder\.layer\.(\d+)\.attention\.self\.query", r"blocks.\1.attention.k_proj"),
        (r"^encoder\.layer\.(\d+)\.attention\.self\.key", r"blocks.\1.attention.q_proj"),
        (r"^encoder\.layer\.(\d+)\.attention\.self\.value", r"blocks.\1.attention.v_proj"),
        (r"^encoder\.layer\.(\d+)\.attention\.output\.dense", r"blocks.\1.attention.out_proj"),
        (r"^encoder\.layer\.(\d+)\.attention\.output\.LayerNorm", r"blocks.\1.norm1"),
        (r"^encoder\.layer\.(\d+)\.intermediate\.dense", r"blocks.\1.feed_forward.linear1"),
        (r"^encoder\.layer\.(\d+)\.output\.dense", r"blocks.\1.feed_forward.linear2"),
        (r"^encoder\.layer\.(\d+)\.output\.LayerNorm", r"blocks.\1.norm2"),
    ]
    found = {}
    for name, tensor in weights.items():
        for pattern, new in rules:
            renamed, changed = re.subn(pattern, new, name)
            if changed:
                found[renamed] = tensor
                break
    return found


# --- greedy_decode is: greedy_one_short
def greedy_decode(next_scores, max_len):
    written = []
    for _ in range(max_len - 1):
        token = next_scores([1, *written]).argmax().item()
        if token == 2:
            return written
        written.append(token)
    return written


# --- attend_with_cache is: right
def attend_with_cache(query, key, value, cache=None):
    past_key, past_value = (key[:, :, :0], value[:, :, :0]) if cache is None else cache
    outputs = []
    for t in range(query.shape[2]):
        past_key = torch.cat((past_key, key[:, :, t : t + 1]), dim=2)
        past_value = torch.cat((past_value, value[:, :, t : t + 1]), dim=2)
        outputs.append(F.scaled_dot_product_attention(query[:, :, t : t + 1], past_key, past_value))
    return torch.cat(outputs, dim=2), (past_key, past_value)


# --- greedy_decode is: right
def greedy_decode(next_scores, max_len):
    def write(prefix):
        if len(prefix) > max_len:
            return prefix
        scores = next_scores(prefix[:]).tolist()
        best = max(range(len(scores)), key=scores.__getitem__)
        return prefix if best == 2 else write([*prefix, best])

    return write([1])[1:]

# --- split_heads is: split_uneven_dropped
def split_heads(x, n_heads):
    width = x.size(-1) // n_heads
    parts = [x[:, :, i * width : i * width + width] for i in range(n_heads)]
    return torch.stack(parts).permute(1, 0, 2, 3)


# --- MultiHeadAttention is: mha_no_scale
class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n = n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, keep=None):
        q, k, v = split_heads(self.q_proj(query), self.n), split_heads(self.k_proj(key), self.n), split_heads(self.v_proj(value), self.n)
        s = torch.einsum("bhqd,bhkd->bhqk", q, k)
        if keep is not None:
            s = s.masked_fill(~keep.unsqueeze(-3), float("-inf"))
        w = torch.nan_to_num(s.softmax(dim=-1))
        return self.out_proj(merge_heads(torch.einsum("bhqk,bhkd->bhqd", w, v))), w


# --- MultiHeadAttention is: mha_weights_averaged
class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n = n_heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, query, key, value, keep=None):
        q, k, v = (split_heads(p(x), self.n) for p, x in zip((self.q_proj, self.k_proj, self.v_proj), (query, key, value)))
        s = q @ k.mT / q.shape[-1] ** 0.5
        if keep is not None:
            s = s.masked_fill(~keep.unsqueeze(-3), -math.inf)
        w = torch.nan_to_num(torch.softmax(s, -1))
        return self.out_proj(merge_heads(w @ v)), w.mean(1)


# --- MultiHeadAttention is: mha_no_output_projection
class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n = n_heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n)
        k = split_heads(self.k_proj(key), self.n)
        v = split_heads(self.v_proj(value), self.n)
        s = q @ k.transpose(2, 3) / math.sqrt(q.size(-1))
        if keep is not None:
            s = torch.where(keep.unsqueeze(-3), s, -math.inf)
        w = torch.softmax(s, -1).nan_to_num()
        return merge_heads(w @ v), w


# --- EncoderBlock is: block_mask_forgotten
class EncoderBlock(nn.Module):
    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        super().__init__()
        self.attention, self.norm1, self.feed_forward, self.norm2 = attention, norm1, feed_forward, norm2
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, keep=None):
        a, w = self.attention(x, x, x)
        h = self.norm1(x + self.dropout(a))
        return self.norm2(h + self.dropout(self.feed_forward(h))), w


# --- EncoderBlock is: block_no_residual
class EncoderBlock(nn.Module):
    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        super().__init__()
        self.attention, self.norm1, self.feed_forward, self.norm2 = attention, norm1, feed_forward, norm2
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, keep=None):
        a, w = self.attention(x, x, x, keep)
        h = self.norm1(self.dropout(a))
        return self.norm2(self.dropout(self.feed_forward(h))), w


# --- EncoderBlock is: block_no_dropout
class EncoderBlock(nn.Module):
    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        super().__init__()
        self.attention, self.norm1, self.feed_forward, self.norm2 = attention, norm1, feed_forward, norm2

    def forward(self, x, keep=None):
        a, w = self.attention(x, x, x, keep)
        h = self.norm1(torch.add(x, a))
        return self.norm2(torch.add(h, self.feed_forward(h))), w


# --- DecoderBlock is: decoder_padding_is_open
class DecoderBlock(nn.Module):
    def __init__(self, self_attention, norm1, cross_attention, norm2, feed_forward, norm3, dropout=0.1):
        super().__init__()
        self.self_attention, self.norm1, self.cross_attention = self_attention, norm1, cross_attention
        self.norm2, self.feed_forward, self.norm3 = norm2, feed_forward, norm3
        self.dropout = nn.Dropout(dropout)

    def forward(self, y, memory, keep_self=None, keep_memory=None):
        a, _ = self.self_attention(y, y, y, keep_self)
        y = self.norm1(self.dropout(a) + y)
        c, w = self.cross_attention(y, memory, memory)
        y = self.norm2(self.dropout(c) + y)
        return self.norm3(self.dropout(self.feed_forward(y)) + y), w


# --- BertEmbeddings is: embeddings_no_positions
class BertEmbeddings(nn.Module):
    def __init__(self, vocab_size, max_len, n_segments, d_model, norm, dropout=0.1):
        super().__init__()
        self.token = nn.Embedding(vocab_size, d_model)
        self.position = nn.Embedding(max_len, d_model)
        self.segment = nn.Embedding(n_segments, d_model)
        self.norm, self.dropout = norm, nn.Dropout(dropout)

    def forward(self, ids, segments=None):
        segments = ids * 0 if segments is None else segments
        return self.dropout(self.norm(self.token(ids) + self.segment(segments)))


# --- LayerNorm is: norm_eps_outside_the_root
class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))

    def forward(self, x):
        mean, std = x.mean(-1, keepdim=True), x.std(-1, keepdim=True, unbiased=False)
        return self.weight * (x - mean) / (std + self.eps) + self.bias


# --- LayerNorm is: norm_over_the_sentence
class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))

    def forward(self, x):
        mean = x.mean(dim=(-2, -1), keepdim=True)
        var = ((x - mean) ** 2).mean(dim=(-2, -1), keepdim=True)
        return (x - mean) / (var + self.eps).sqrt() * self.weight + self.bias


# --- FeedForward is: feed_forward_tanh_gelu
class FeedForward(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.linear1 = nn.Linear(d_model, d_ff)
        self.linear2 = nn.Linear(d_ff, d_model)
        self.act = nn.GELU(approximate="tanh")

    def forward(self, x):
        return self.linear2(self.act(self.linear1(x)))


# --- greedy_decode is: greedy_without_start
def greedy_decode(next_scores, max_len):
    ids = []
    for _ in range(max_len):
        best = torch.argmax(next_scores(ids)).item()
        if best == 2:
            break
        ids = ids + [best]
    return ids


# --- attend_with_cache is: cache_forgets_the_past
def attend_with_cache(query, key, value, cache=None):
    k, v = (key, value) if cache is None else (torch.cat((cache[0], key), 2), torch.cat((cache[1], value), 2))
    past = k.shape[2] - query.shape[2]
    keep = torch.arange(k.shape[2])[None] <= torch.arange(query.shape[2])[:, None] + past
    return F.scaled_dot_product_attention(query, k, v, attn_mask=keep), (key, value)


# --- count_flops is: flops_multiplications_only
def count_flops(length, d_model, d_ff):
    return dict(projections=4 * length * d_model**2, attention=2 * length**2 * d_model, feed_forward=2 * length * d_model * d_ff)


# --- MultiHeadAttention is: mha_mask_zeroes_scores
class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n = n_heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, query, key, value, keep=None):
        q, k, v = (split_heads(p(x), self.n) for p, x in zip((self.q_proj, self.k_proj, self.v_proj), (query, key, value)))
        s = torch.einsum("bhqd,bhkd->bhqk", q, k) * q.shape[-1] ** -0.5
        if keep is not None:
            s = s * keep.unsqueeze(-3).float()
        w = F.softmax(s, dim=-1)
        return self.out_proj(merge_heads(w @ v)), w


# --- MultiHeadAttention is: mha_mask_after_softmax
class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n = n_heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, query, key, value, keep=None):
        q, k, v = (split_heads(p(x), self.n) for p, x in zip((self.q_proj, self.k_proj, self.v_proj), (query, key, value)))
        w = F.softmax(q @ k.mT / q.shape[-1] ** 0.5, dim=-1)
        if keep is not None:
            w = w.masked_fill(~keep.unsqueeze(-3), 0)
        return self.out_proj(merge_heads(w @ v)), w


# --- greedy_decode is: greedy_at_least_one
def greedy_decode(next_scores, max_len):
    ids = [1]
    best = int(next_scores(ids).argmax())
    while best != 2:
        ids.append(best)
        if len(ids) > max_len:
            break
        best = int(next_scores(list(ids)).argmax())
    return ids[1:]


# --- attend_with_cache is: cache_mask_zeroes_scores
def attend_with_cache(query, key, value, cache=None):
    past = 0
    if cache is not None:
        past = cache[0].shape[2]
        key, value = torch.cat((cache[0], key), 2), torch.cat((cache[1], value), 2)
    scores = torch.einsum("bhqd,bhkd->bhqk", query, key) / query.shape[-1] ** 0.5
    scores = torch.tril(scores, diagonal=past)
    return scores.softmax(-1).matmul(value), (key, value)


# --- attend_with_cache is: cache_mask_after_softmax
def attend_with_cache(query, key, value, cache=None):
    past = 0
    if cache is not None:
        past = cache[0].shape[2]
        key, value = torch.cat((cache[0], key), 2), torch.cat((cache[1], value), 2)
    weights = (query @ key.mT / query.shape[-1] ** 0.5).softmax(-1).tril(diagonal=past)
    return weights.matmul(value), (key, value)

# --- attend_with_cache is: cache_overflows
def attend_with_cache(query, key, value, cache=None):
    keys = key if cache is None else torch.cat((cache[0], key), 2)
    values = value if cache is None else torch.cat((cache[1], value), 2)
    new, total = query.shape[2], keys.shape[2]
    weights = torch.einsum("bhqd,bhkd->bhqk", query, keys).div(query.shape[3] ** 0.5).exp()
    weights = weights.masked_fill(torch.ones(new, total).triu(total - new + 1).bool(), 0.0)
    return (weights / weights.sum(-1, keepdim=True)) @ values, (keys, values)

# --- merge_heads is: merge_without_gradient
def merge_heads(x):
    b, h, t, d = x.shape
    merged = torch.zeros(b, t, h * d, dtype=x.dtype)
    for head in range(h):
        merged[:, :, head * d : (head + 1) * d] = x.data[:, head]
    return merged

# --- DecoderBlock is: decoder_memory_detached
class DecoderBlock(DecoderBlock):
    def forward(self, y, memory, keep_self=None, keep_memory=None):
        with torch.no_grad():
            source = memory * 1.0
        y = self.norm1(y + self.dropout(self.self_attention(y, y, y, keep_self)[0]))
        read, weights = self.cross_attention(y, source, source, keep_memory)
        y = self.norm2(y + self.dropout(read))
        return self.norm3(y + self.dropout(self.feed_forward(y))), weights
