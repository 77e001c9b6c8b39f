"""The autograder of the course kit "From Tokens to RAG".

This file imports nothing: the sandboxed runner is loaded through it, and must come up with nothing in its memory that
a submission may not see.
"""

__version__ = "0.1.0"
