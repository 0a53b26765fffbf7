"""Made by apikit from openapi.yaml and apikit.yaml before every deploy; do not edit."""
