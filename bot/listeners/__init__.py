"""What people do in Slack, one person per file: each listener translates, calls one use case and answers."""
