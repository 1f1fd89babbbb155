"""News sites of Saudi Arabia."""
