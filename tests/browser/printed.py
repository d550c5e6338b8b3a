"""Numbers as figures print them."""


def written(value, bracketed=False):
    """Write a number as figures do; ``bracketed``: a negative one in brackets."""
    text = f"{value + 0.0:g}".replace("-", "\N{MINUS SIGN}")  # + 0.0 turns −0 into 0
    return f"({text})" if bracketed and value < 0 else text


def number(text):
    return float(text.replace("\N{MINUS SIGN}", "-"))


def assert_sliders_agree(page, figure, keys):
    """Compare what assistive technology is told with what is printed."""
    sliders = page.locator(f"{figure} [role=slider]").evaluate_all(
        "all => all.map(e => [e.dataset.value, e.textContent, e.ariaValueNow, e.ariaValueText])"
    )
    assert [key for key, *_ in sliders] == keys, sliders
    for key, text, now, spoken in sliders:
        plain = text.replace("\N{MINUS SIGN}", "-")
        assert now == plain, (key, now)
        assert spoken == plain.replace("-", "minus "), (key, spoken)


def assert_prints(page, figure, values, products, count):
    """Compare every number that is printed, ``count`` of them, and every product or its text."""
    shown = page.locator(f"{figure} [data-value]").evaluate_all(
        "all => all.map(e => [e.dataset.value, 'bracketed' in e.dataset, e.textContent])"
    )
    assert len(shown) == count, len(shown)
    for key, bracketed, text in shown:
        assert text == written(values[key], bracketed), (key, text)
    texts = page.locator(f"{figure} [data-product]").evaluate_all(
        "all => all.map(e => [e.dataset.product, e.textContent])"
    )
    expected = {k: p if isinstance(p, str) else written(p) for k, p in products.items()}
    assert dict(texts) == expected, texts
