"""Field sync: what the desk and the centre share, and each half of the conversation."""
