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
