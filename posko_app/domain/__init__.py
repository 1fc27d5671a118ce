"""Pure rules and values of the posko: no Qt, no disk, no network, no clock of its own."""
