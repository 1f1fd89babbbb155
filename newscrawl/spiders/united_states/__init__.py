"""News sites of the United States."""
