"""Drive a figure as its reader does: with a mouse, a finger or a screen reader."""

import re


def point(part, across=0.5, down=0.5):
    """Return a point of an element, given as parts of its width and height."""
    box = part.bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def drag(page, start, across, down=0):
    x, y = start
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=5)
    page.mouse.up()


def stroke(page, start, across, down):
    """Move one finger, through the browser's own events: it may take them for scrolling."""
    cdp = page.context.new_cdp_session(page)

    def touch(kind, *points):
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = start
    touch("touchStart", {"x": x, "y": y})
    for tenth in range(1, 11):
        touch("touchMove", {"x": x + across * tenth / 10, "y": y + down * tenth / 10})
    touch("touchEnd")


def announcement(page, figure):
    """Return what is said once the figure has been left alone."""
    region = page.locator(f"{figure} [role=status]")
    region.filter(has_text=re.compile(".")).wait_for(state="attached", timeout=3000)
    return region.text_content()
