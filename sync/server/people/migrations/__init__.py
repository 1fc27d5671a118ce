"""Tables of the console and the rows of the centre as it shows them."""
