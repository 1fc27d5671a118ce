"""Why an aim is missed, by the figure's name; empty where it is met."""

REASONS: dict[str, str] = {}
