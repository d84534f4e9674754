"""How the database of an older version of stemmen becomes one of this version, step by step."""
