"""News sites of the United Kingdom."""
