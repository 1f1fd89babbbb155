"""News sites of Palestine."""
