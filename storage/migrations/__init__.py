"""How the database came to its present shape: one file per change, run by ``storage.schema``."""
