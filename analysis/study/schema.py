"""The JSON Schema of study.yaml, for editors that complete and check as one types.

``python -m analysis.study.schema > docs/study.schema.json`` makes it anew; a test keeps the two in step.
"""

from __future__ import annotations

import json
import sys

from analysis.study.model import Study


def format_schema() -> str:
    """The schema as JSON text, generated from the model."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Study.model_json_schema()}
    schema["title"] = "study.yaml"
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(format_schema())
