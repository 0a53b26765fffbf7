"""Made by apikit from openapi.yaml and apikit.yaml before every deploy; do not edit."""

import sys
from pathlib import Path

# Packages that Lambda does not bring: python3 -m pip install --target src/vendor --requirement requirements.txt
sys.path.append(str(Path(__file__).parent.parent / "vendor"))
