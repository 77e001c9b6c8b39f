"""The pooler is counted.

Hugging Face's BertModel has one more linear layer on top of [CLS], the pooler. The exercise counts embeddings and
blocks only.
"""

# exercise: count_parameters
FAILS = ("test_tiny", "test_no_blocks")


def count_parameters(config):
    d, d_ff = config["hidden_size"], config["intermediate_size"]
    norm = 2 * d
    rows = config["vocab_size"] + config["max_position_embeddings"] + config["type_vocab_size"]
    attention = 4 * (d * d + d)
    feed_forward = d * d_ff + d_ff + d_ff * d + d
    return rows * d + norm + config["num_hidden_layers"] * (attention + feed_forward + 2 * norm) + d * d + d
