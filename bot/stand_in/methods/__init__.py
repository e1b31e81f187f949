"""The Web API methods that the stand-in knows, by subject."""
