"""What can go wrong in a talk with the centre that is neither a bad line nor a stranger."""


class CentreRefused(ValueError):
    """The centre said no, or said something that cannot be read; `code` says which.

    Codes are those of `Refusal`, and our own `answer_malformed` and `checkpoint_invalid`.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class EnrolmentFailed(ValueError):
    """The device was not taken in; `code` says why, the store is as before.

    `code_form`, `address`, `ca_form`, `ca_differs`, `deployment_differs`, `post_differs`,
    `enrolled_elsewhere`, `answer_malformed`, or a code of `Refusal`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
