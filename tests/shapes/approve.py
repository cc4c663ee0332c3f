"""Write the reports of all cases anew, to be read and approved: ``PYTHONPATH=tests python -m shapes.approve``."""

from shapes.cases import CASES, rendered, report_file

if __name__ == "__main__":
    for case in CASES:
        report_file(case).write_text(rendered(case), encoding="utf-8")
