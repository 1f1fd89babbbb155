"""News sites of Russia."""
