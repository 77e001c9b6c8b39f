"""The two norms of a block are swapped.

`attention.output.LayerNorm` stands behind attention, `output.LayerNorm` behind the feed-forward network. Which of
them is norm1?
"""

# exercise: bert_weights
FAILS = ("test_norms_and_feed_forward", "test_published_model")
HEADLINE = True


def bert_weights(weights):
    in_embeddings = {
        "word_embeddings": "token",
        "position_embeddings": "position",
        "token_type_embeddings": "segment",
        "LayerNorm": "norm",
    }
    in_block = {
        "attention.self.query": "attention.q_proj",
        "attention.self.key": "attention.k_proj",
        "attention.self.value": "attention.v_proj",
        "attention.output.dense": "attention.out_proj",
        "attention.output.LayerNorm": "norm2",
        "intermediate.dense": "feed_forward.linear1",
        "output.dense": "feed_forward.linear2",
        "output.LayerNorm": "norm1",
    }
    renamed = {}
    for name, tensor in weights.items():
        part, _, kind = name.rpartition(".")
        if part.startswith("encoder.layer."):
            number, _, inside = part.removeprefix("encoder.layer.").partition(".")
            renamed[f"blocks.{number}.{in_block[inside]}.{kind}"] = tensor
        elif part.startswith("embeddings."):
            renamed[f"embeddings.{in_embeddings[part.removeprefix('embeddings.')]}.{kind}"] = tensor
    return renamed
