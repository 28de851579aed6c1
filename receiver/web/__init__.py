"""What every site needs of HTTP: transactions, access markers, sessions, headers, errors, formats."""
