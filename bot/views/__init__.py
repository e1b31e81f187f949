"""What people see: pure functions from values to messages, forms and pages."""
