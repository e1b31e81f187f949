"""The memory: tables, transactions, claims, the audit trail; the only place with SQL."""
