"""Controls that figures share, a choice and a slider, and the list of what they change.

choices.css styles them.
"""

from figures.markup import element


def choice(name, title, options, chosen):
    """Build radio buttons; ``options`` maps each value to the markup that is read beside it."""
    buttons = "".join(
        element("label", radio(name, value, value == chosen) + element("span", markup))
        for value, markup in options.items()
    )
    title = element("span", title, class_="title", id=name)
    return element("div", title + buttons, class_="choice", role="radiogroup", aria_labelledby=name)


def radio(name, value, checked):
    # Without autocomplete="off" Firefox keeps the last choice when the page is loaded again.
    checked = ' checked=""' if checked else ""
    return f'<input type="radio" name="{name}" value="{value}" autocomplete="off"{checked}>'


def slider(label, maximum, value):
    """Build a slider over the whole numbers from 0 to ``maximum``."""
    return (
        f'<input type="range" aria-label="{label}" min="0" max="{maximum}" step="1" '
        f'value="{value}" autocomplete="off">'
    )


def readout(names, printed):
    """List names with the values printed behind them, each by its key."""
    cells = "".join(
        element("dt", name) + element("dd", printed[key], data_value=key)
        for key, name in names.items()
    )
    return element("dl", cells, class_="readout")
