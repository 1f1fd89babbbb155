"""News sites of Egypt."""
