"""The main window: what stands around its pages, and what keeps it true."""
