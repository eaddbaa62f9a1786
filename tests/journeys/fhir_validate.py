"""A second opinion on the FHIR messages that leave the practice.

Reads the JSON files named on the command line and validates each with the R4B models of `fhir.resources`, an
implementation that is not ours. Prints one line per file; exits 1 when a message is not valid, 2 when a file cannot be
read. It knows nothing of what a message means.
"""

import json
import sys

from fhir.resources.R4B import get_fhir_model_class


def validate(path: str) -> str | None:
    """The reason why the message is not valid, or None."""
    with open(path, encoding="utf-8") as file:
        message = json.load(file)
    try:
        model = get_fhir_model_class(message["resourceType"])
        model.model_validate_json(json.dumps(message))
    except (KeyError, ValueError) as refusal:
        return str(refusal)
    return None


def main(paths: list[str]) -> int:
    if not paths:
        print("usage: fhir_validate.py FILE...", file=sys.stderr)
        return 2
    worst = 0
    for path in paths:
        try:
            refusal = validate(path)
        except (OSError, json.JSONDecodeError) as error:
            print(f"{path}: unreadable: {error}", file=sys.stderr)
            return 2
        if refusal is None:
            print(f"{path}: valid")
        else:
            print(f"{path}: not valid: {refusal}", file=sys.stderr)
            worst = 1
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
