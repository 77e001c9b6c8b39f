"""One norm for each block.

A block has two layer norms: one behind attention and one behind the feed-forward network.
"""

# exercise: count_parameters
FAILS = ("test_tiny", "test_a_block_more")


def count_parameters(config):
    d, d_ff = config["hidden_size"], config["intermediate_size"]
    norm = 2 * d
    rows = config["vocab_size"] + config["max_position_embeddings"] + config["type_vocab_size"]
    attention = 4 * (d * d + d)
    feed_forward = d * d_ff + d_ff + d_ff * d + d
    return rows * d + norm + config["num_hidden_layers"] * (attention + feed_forward + norm)
