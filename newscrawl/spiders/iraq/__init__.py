"""News sites of Iraq."""
