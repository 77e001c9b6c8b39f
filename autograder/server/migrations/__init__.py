"""How the database became what it is: one file for each version of the schema, run in order by Alembic."""
