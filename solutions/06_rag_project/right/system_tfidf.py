"""TF-IDF in place of BM25, and scores added in place of ranks fused, those of meaning weighing more; twelve chunks are read."""

# exercise: RagSystem
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

BM25System = RagSystem


class RagSystem(BM25System):
    READ = 12

    def ranking(self, text, depth=50):
        if not self.chunks:
            return []
        if not hasattr(self, "tfidf"):
            self.tfidf = TfidfVectorizer(analyzer=terms_of, sublinear_tf=True)
            self.matrix = self.tfidf.fit_transform(piece.text for piece in self.chunks)
        by_words = (self.matrix @ self.tfidf.transform([text]).T).toarray()[:, 0]
        by_meaning = self.vectors @ vectors_of([gloss(text).text])[0]
        scores = 0.4 * by_words / max(by_words.max(), 1e-9) + by_meaning
        return np.argsort(-scores, kind="stable")[:depth].tolist()
