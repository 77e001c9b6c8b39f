"""What crosses between the judge and the sandbox: frames of data, never code and never a pickle.

Both sides import this package, so it holds nothing that a submission may not read.
"""
