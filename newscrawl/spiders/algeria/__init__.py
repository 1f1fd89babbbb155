"""News sites of Algeria."""
