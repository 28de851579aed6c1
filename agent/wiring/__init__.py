"""The composition root: puts settings, adapters and use cases together, a module for each subject."""
