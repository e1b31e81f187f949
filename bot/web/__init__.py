"""What the web asks: Slack's endpoint, candidate pages, calendar files, health."""
