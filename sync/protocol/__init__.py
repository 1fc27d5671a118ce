"""Entries, hashes, signatures and chains: pure, shared by the desk and the centre."""
