"""What an operation at the centre refuses to do, as a key; the command line has the sentence."""

OK, SOME_REFUSED, FAILED, NOT_POSSIBLE = 0, 1, 2, 3


class OperationRefused(Exception):
    """An operation did not begin, or ended and left everything as it was.

    `exit_code` is what the command ends with; the parameters hold counts, codes and the words a
    person typed, never what a record says.
    """

    def __init__(self, key: str, /, exit_code: int = FAILED, **params: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.exit_code = exit_code
        self.params = params
