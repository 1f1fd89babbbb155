"""News sites of the United Arab Emirates."""
