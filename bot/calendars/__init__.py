"""Calendar entries that people's calendars obey."""
