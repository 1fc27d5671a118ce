"""The steps that bring a centre's database to this version's tables."""
