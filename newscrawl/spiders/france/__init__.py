"""News sites of France."""
