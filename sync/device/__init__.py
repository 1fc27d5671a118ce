"""The device's half of sync: rounds over a line, told to a journal through ports."""
