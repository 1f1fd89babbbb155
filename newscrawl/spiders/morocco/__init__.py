"""News sites of Morocco."""
