"""Makes many enrolment codes in one process; arguments: data directory, posts, codes for each."""

import json
import sys
from pathlib import Path

from sync.server.configure import configure


def main(data_dir: str, posts: str, each: str) -> None:
    configure(Path(data_dir))
    # only after Django is configured
    from sync.server.current import the_centre
    from sync.server.enrol_code import make_enrolment_code
    from sync.server.tls import ensure_tls

    centre = the_centre()
    now = centre.clock()
    ca_der = ensure_tls(Path(data_dir) / "keys", now=now).ca_der
    made = {
        f"pos-{number}": [
            make_enrolment_code(centre, f"pos-{number}", ca_der=ca_der, now=now).code
            for _ in range(int(each))
        ]
        for number in range(int(posts))
    }
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
