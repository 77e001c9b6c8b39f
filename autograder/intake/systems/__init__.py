"""The course systems, one a module: what each really writes into the names and files of a download."""
