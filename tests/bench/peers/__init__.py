"""Other programs that bring an office's data somewhere else, doing the same work beside ours."""
