"""Early detection and placement control: a ruleset as data, and how it judges facts."""
