"""News sites of Syria."""
