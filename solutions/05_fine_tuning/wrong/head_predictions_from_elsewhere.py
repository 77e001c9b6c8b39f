"""Predictions that the model did not make.

The predictions handed in do not follow from the weights handed in. Predictions count only if the model that comes
with them makes them, so run the cell again and hand in both files as it wrote them.
"""

# exercise: train_topic_head
FAILS = (
    "test_predictions_follow_from_the_weights",
    "test_function_gives_such_predictions",
    "test_predictions_are_good",
)

swapped = {"sport": "music", "music": "sport", "law": "food", "food": "law"}
handed_in = handed_in | {"predictions": [swapped.get(topic, topic) for topic in handed_in["predictions"]]}
