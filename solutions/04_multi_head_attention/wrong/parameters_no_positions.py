"""Only the tokens' table is counted.

The position table and the segment table are learned too. Three tables are added up in BERT's embeddings.
"""

# exercise: count_parameters
FAILS = ("test_tiny", "test_no_blocks", "test_tables")


def count_parameters(config):
    d, d_ff = config["hidden_size"], config["intermediate_size"]
    norm = 2 * d
    rows = config["vocab_size"]
    attention = 4 * (d * d + d)
    feed_forward = d * d_ff + d_ff + d_ff * d + d
    return rows * d + norm + config["num_hidden_layers"] * (attention + feed_forward + 2 * norm)
