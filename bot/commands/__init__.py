"""What the commands of an operator do, one per module; each is loaded when it is typed."""
