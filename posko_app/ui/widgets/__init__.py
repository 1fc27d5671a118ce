"""The small widgets every page is built from; none of them knows a rule."""
