"""The receiver's database: engine, transactions, the company net, migrations."""
