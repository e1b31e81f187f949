"""What people do, one verb per file: each opens one transaction and knows neither Slack nor pages."""
