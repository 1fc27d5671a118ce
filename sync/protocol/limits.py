"""The size limits both sides hold to, checked when something is saved and when it arrives.

Basis: SRC-FORMAT (docs/sources.md), the table "Limits".
"""

SCAN_BYTES = 4 * 1024
TEXT_FIELD_CHARACTERS = 10_000
ENTRY_BYTES = 64 * 1024
BATCH_BYTES = 1024 * 1024
FIRST_BATCH_BYTES = 64 * 1024  # a batch starts here and grows while the line carries it
BODY_BYTES = 2 * 1024 * 1024  # a request or an answer as it travels, deflated
INFLATED_BYTES = 4 * 1024 * 1024  # what it may open to
PULL_PAGE_ENTRIES = 500
PULL_PAGE_BYTES = 1024 * 1024
LEAVES_PAGE = 5000
CHALLENGES = 16
IMPORT_ROW_BYTES = 64 * 1024
IMPORT_FILE_BYTES = 50 * 1024 * 1024
JSON_DEPTH = 32
PACKAGE_BYTES = 64 * 1024 * 1024
# A full package holds some 40 requests: pushes of about 1 MiB each, and six others.
PACKAGE_REQUESTS = 256
PACKAGE_INFLATED_BYTES = PACKAGE_BYTES  # of all its requests; a laptop packs half of that
LARGEST_INTEGER = 2**53 - 1
