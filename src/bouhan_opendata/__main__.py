"""``python -m bouhan_opendata`` is ``bouhan``."""

import sys

from bouhan_opendata.cli import main

sys.exit(main())
