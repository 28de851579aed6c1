"""Mails of the receiver: sent, tried again, refused; told without being asked for; chosen and stopped."""
