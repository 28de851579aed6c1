"""What customers owe: states of invoices, statements of account (B9)."""
