# %% double_answer
import sys


def double(x):
    print("<script>alert(1)</script>")
    print("\x1b[31m<script>alert(2)</script>\x1b[0m", file=sys.stderr)
    print("\x1b]8;;javascript:alert(3)\x07<script>alert(3)</script>\x1b]8;;\x07")
    return "<script>alert(4)</script>"


double(1)
