"""Starting the sandbox from outside, and knowing what this machine can isolate."""
