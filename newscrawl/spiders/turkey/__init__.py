"""News sites of Turkey."""
