"""Always six blocks.

MiniLM has six blocks, other models have two or twelve. Take the number from the names that you are given.
"""

# exercise: bert_weights
FAILS = ("test_twelve_blocks",)


def bert_weights(weights):
    names = {
        "embeddings.token.weight": "embeddings.word_embeddings.weight",
        "embeddings.position.weight": "embeddings.position_embeddings.weight",
        "embeddings.segment.weight": "embeddings.token_type_embeddings.weight",
        "embeddings.norm.weight": "embeddings.LayerNorm.weight",
        "embeddings.norm.bias": "embeddings.LayerNorm.bias",
    }
    in_block = {
        "attention.q_proj": "attention.self.query",
        "attention.k_proj": "attention.self.key",
        "attention.v_proj": "attention.self.value",
        "attention.out_proj": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "feed_forward.linear1": "intermediate.dense",
        "feed_forward.linear2": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for i in range(6):
        for mine, theirs in in_block.items():
            for kind in ("weight", "bias"):
                names[f"blocks.{i}.{mine}.{kind}"] = f"encoder.layer.{i}.{theirs}.{kind}"
    return {mine: weights[theirs] for mine, theirs in names.items() if theirs in weights}
