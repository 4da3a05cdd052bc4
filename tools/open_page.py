"""Open a page in the person's browser where there is one, and say where it is in any case."""

import os
import sys
import webbrowser
from pathlib import Path

page = Path(sys.argv[1]).resolve()
has_screen = sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ  # noqa: TID251
if has_screen and not os.environ.get("CI"):  # noqa: TID251
    webbrowser.open(page.as_uri())
print(f"\nThe map: {page}\nIn a browser: {page.as_uri()}")
