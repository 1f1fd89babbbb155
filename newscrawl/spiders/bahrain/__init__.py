"""News sites of Bahrain."""
