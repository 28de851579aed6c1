"""Mails: an outbox that is written with what caused them, and sent from by the worker (H1)."""
