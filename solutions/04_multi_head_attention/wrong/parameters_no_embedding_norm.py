"""The embeddings' norm is forgotten.

There is one more layer norm outside of the blocks: behind the sum of the three embeddings.
"""

# exercise: count_parameters
FAILS = ("test_tiny", "test_no_blocks")


def count_parameters(config):
    d, d_ff = config["hidden_size"], config["intermediate_size"]
    norm = 2 * d
    rows = config["vocab_size"] + config["max_position_embeddings"] + config["type_vocab_size"]
    attention = 4 * (d * d + d)
    feed_forward = d * d_ff + d_ff + d_ff * d + d
    return rows * d + config["num_hidden_layers"] * (attention + feed_forward + 2 * norm)
