"""output.dense is found inside attention.output.dense.

You replace pieces of names one after the other, and `output.dense` is a piece of `attention.output.dense` as well. So
attention's out_proj gets a feed-forward name. Replace the longer piece first, or compare whole names.
"""

# exercise: bert_weights
FAILS = ("test_names", "test_projections", "test_published_model")


def bert_weights(weights):
    pieces = [
        ("encoder.layer.", "blocks."),
        ("word_embeddings", "token"),
        ("position_embeddings", "position"),
        ("token_type_embeddings", "segment"),
        ("embeddings.LayerNorm", "embeddings.norm"),
        ("attention.self.query", "attention.q_proj"),
        ("attention.self.key", "attention.k_proj"),
        ("attention.self.value", "attention.v_proj"),
        ("attention.output.LayerNorm", "norm1"),
        ("intermediate.dense", "feed_forward.linear1"),
        ("output.dense", "feed_forward.linear2"),
        ("attention.output.dense", "attention.out_proj"),
        ("output.LayerNorm", "norm2"),
    ]
    renamed = {}
    for name, tensor in weights.items():
        if not name.startswith(("embeddings.", "encoder.")) or name.endswith("position_ids"):
            continue
        for old, new in pieces:
            name = name.replace(old, new)
        renamed[name] = tensor
    return renamed
