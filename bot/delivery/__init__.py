"""Sends what is due: claims, renders from the live record, hands over, settles."""
