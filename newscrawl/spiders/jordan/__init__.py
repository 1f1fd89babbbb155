"""News sites of Jordan."""
