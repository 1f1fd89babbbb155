"""News sites of Germany."""
