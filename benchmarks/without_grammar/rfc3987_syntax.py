"""Stands before the package of that name on the peers' path: as if it were not installed, which jsonschema allows.

The package compiles a grammar when it is imported, which costs every process that imports nbformat some seconds
(rfc3987-syntax 1.1.0, taken in by the extra ``format-nongpl`` of jsonschema, which jupyter-events asks for).
"""

raise ImportError("left out, to measure what is left without it")
