"""News sites of Tunisia."""
