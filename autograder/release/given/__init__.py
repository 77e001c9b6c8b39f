"""What is put beside every student's notebook as it stands here: the package ``checks``. It imports nothing of the kit."""
