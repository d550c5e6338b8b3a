"""What every figure is written with: elements, and numbers as readers see them."""

from html import escape


def element(tag, content="", **attributes):
    """Build one element; ``data_key`` becomes data-key, ``class_`` becomes class."""
    written = [
        f'{k.rstrip("_").replace("_", "-")}="{escape(str(v))}"' for k, v in attributes.items()
    ]
    return f"<{' '.join([tag, *written])}>{content}</{tag}>"


def number(value):
    """Write a number with a real minus sign and without trailing zeros."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")
