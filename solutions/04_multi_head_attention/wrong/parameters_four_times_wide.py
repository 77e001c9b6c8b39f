"""The feed-forward network is always four times as wide.

BERT's published sizes have d_ff = 4 · d_model, but the configuration says intermediate_size, and it may be
anything.
"""

# exercise: count_parameters
FAILS = ("test_tiny", "test_narrow_feed_forward")


def count_parameters(config):
    d, d_ff = config["hidden_size"], 4 * config["hidden_size"]
    norm = 2 * d
    rows = config["vocab_size"] + config["max_position_embeddings"] + config["type_vocab_size"]
    attention = 4 * (d * d + d)
    feed_forward = d * d_ff + d_ff + d_ff * d + d
    return rows * d + norm + config["num_hidden_layers"] * (attention + feed_forward + 2 * norm)
