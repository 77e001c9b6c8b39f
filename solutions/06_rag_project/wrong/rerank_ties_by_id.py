"""Equal scores ordered by id.

Where the new score cannot decide, the old ranking still knows something: what stood first stays first. sorted is
stable, so leave ties to it.
"""

# exercise: rerank


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: (-score(name), name)) + ranking[depth:]
