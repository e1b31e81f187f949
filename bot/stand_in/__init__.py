"""A Slack workspace in this process: speaks the Web API, signs requests, enforces Slack's limits."""
