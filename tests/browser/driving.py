"""Drive a figure as its reader does: with a mouse, a finger or a screen reader."""

import re

from playwright.sync_api import expect


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


SETTLED = 600
"""Milliseconds without a change until a figure announces what came out."""
EARLY = 1
"""By so many may a browser round a timer down."""


def announcements(page, figure):
    """Note from now on what is announced, and how many milliseconds after the last change.

    The page measures it: between two commands of a test a busy machine lets any time pass.
    """
    page.evaluate(
        """figure => {
            window.heard = [];
            let last = performance.now();
            for (const kind of ["pointerdown", "pointermove", "keydown", "input"])
                document.addEventListener(kind, () => (last = performance.now()), true);
            const region = document.querySelector(`${figure} [role=status]`);
            const hear = () => heard.push([region.textContent, performance.now() - last]);
            new MutationObserver(hear)
                .observe(region, {childList: true, characterData: true, subtree: true});
        }""",
        figure,
    )
    return lambda: page.evaluate("heard")


def assert_settled(heard):
    """Whatever was announced came after a pause; on a busy machine there may be several."""
    assert all(rest >= SETTLED - EARLY for _, rest in heard), heard


def assert_announces(page, figure, said, more=False):
    """Wait for what is said once the figure has been left alone; ``more`` may follow.

    On a busy machine an earlier state may have been announced on the way.
    """
    pattern = re.compile(f"^{re.escape(said)}{'' if more else '$'}")
    expect(page.locator(f"{figure} [role=status]")).to_have_text(pattern)
