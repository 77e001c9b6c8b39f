"""Everything that was retrieved is cited

A citation says "the answer stands here". Cite the passage that you read the answer from, and in a question of two steps
the passage of the first one too, but not all that the retrieval brought. With more than five citations it is no valid answer.
"""

# exercise: RagSystem


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def answer(self, query):
        answer = super().answer(query)
        return answer if answer["abstained"] else answer | {"citations": self.retrieve(query)}
