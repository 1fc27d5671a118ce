"""The encrypted store: key file, connection, journal, projections, one worker thread."""
