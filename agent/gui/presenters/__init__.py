"""What the window says and when, without Qt: from facts to the very words and shapes that are shown."""
