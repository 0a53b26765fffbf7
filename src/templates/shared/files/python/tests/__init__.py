"""The handler's tests: `python3 -m unittest`. They need neither AWS nor packages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
