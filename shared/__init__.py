"""The wire contract between the agent at the office and the receiver: records, digests, messages, limits."""
