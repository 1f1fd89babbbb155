"""News sites of Qatar."""
