"""News sites of Lebanon."""
