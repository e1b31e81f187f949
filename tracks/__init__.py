"""The rules of interviewing on a chosen track: plain values and functions, the standard library only."""
