"""The outside, behind the ports: Slack and mail."""
