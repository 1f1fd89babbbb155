"""Export: articles out of the archive into JSON Lines, CSV or Parquet, whole files or what changed since last time."""
