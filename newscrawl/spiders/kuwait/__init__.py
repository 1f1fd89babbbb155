"""News sites of Kuwait."""
