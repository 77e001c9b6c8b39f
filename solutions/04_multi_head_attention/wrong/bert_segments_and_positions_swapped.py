"""Position and segment tables are swapped.

`token_type_embeddings` holds one row for each *segment* (sentence A or B): Hugging Face calls a segment a token
type. It has two rows, the position table has one for each place.
"""

# exercise: bert_weights
FAILS = ("test_published_model",)


def bert_weights(weights):
    in_embeddings = {
        "word_embeddings": "token",
        "position_embeddings": "segment",
        "token_type_embeddings": "position",
        "LayerNorm": "norm",
    }
    in_block = {
        "attention.self.query": "attention.q_proj",
        "attention.self.key": "attention.k_proj",
        "attention.self.value": "attention.v_proj",
        "attention.output.dense": "attention.out_proj",
        "attention.output.LayerNorm": "norm1",
        "intermediate.dense": "feed_forward.linear1",
        "output.dense": "feed_forward.linear2",
        "output.LayerNorm": "norm2",
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
