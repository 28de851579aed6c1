"""The office's window, the only home of Qt: pages and dialogs are thin, what they say comes from `presenters`."""
