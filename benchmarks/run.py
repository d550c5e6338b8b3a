"""Measure everything, print a table, and write _build/benchmarks.json."""

import json
from pathlib import Path

from benchmarks import grading, layer, project

OUTPUT = Path(__file__).parents[1] / "_build" / "benchmarks.json"


def main():
    """Run every benchmark."""
    rows = []
    for module in (layer, grading, project):
        for row in module.results():
            rows.append(row)
            print(
                f"{row['name']:<48}{row['value']:>10.2f} {row['unit']:<3}"
                f"{row['ratio']:>8.2f} × {row['against']}",
                flush=True,
            )
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written to {OUTPUT}")


if __name__ == "__main__":
    main()
