"""Replay: today's extraction run over saved pages, in several processes, from where the last run stopped."""
