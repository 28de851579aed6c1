"""`python dlt_load.py PRACTICE URL STATE replace|merge`, by the Python of dlt's own environment.

Every table of a SQLite file into PostgreSQL, as dlt's documentation shows it: `sql_database`, and of its backends the
one that was the quickest here (SQLAlchemy's own rows took twice the processor time). Imports nothing of ours; dlt keeps
what it knows in the folder STATE.
"""

import sys

import dlt
from dlt.sources.sql_database import sql_database

practice, url, state, how = sys.argv[1:]
pipeline = dlt.pipeline(
    "office", pipelines_dir=state, destination=dlt.destinations.postgres(url), dataset_name="office"
)
source = sql_database(f"sqlite:///{practice}", backend="pyarrow")
print(pipeline.run(source, write_disposition=how))
