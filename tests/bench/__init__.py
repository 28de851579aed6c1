"""Speed and size beside a bare prototype, in one run: `python -m tests.bench [NAME ...] [--quick] [--json]`."""
