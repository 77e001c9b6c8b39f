"""Recordings are ignored

Recordings have no text of their own, so an index over `text` alone does not hold them. What a speech recogniser heard is
in the corpus's transcripts, by `content_hash`; that holds for spoken questions as well.
"""

# exercise: RagSystem
from rag_contract import without


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def __init__(self, corpus):
        super().__init__(without(corpus, "audio"))

    def retrieve(self, query, k=10):
        return super().retrieve(query | {"recording": b""}, k)

    def answer(self, query):
        return super().answer(query | {"recording": b""})
