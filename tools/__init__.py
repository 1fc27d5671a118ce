"""Commands for the people who build Posko; the program itself needs none of them."""
