# %% double_answer
def double(x):
    return 0 * x


class Rich:
    def _repr_html_(self):
        return "<script>alert(1)</script>"

    _repr_svg_ = _repr_javascript_ = _repr_latex_ = _repr_markdown_ = _repr_html_

    def _repr_mimebundle_(self, **keywords):
        return {"text/html": self._repr_html_(), "image/svg+xml": self._repr_html_()}


display(Rich())
Rich()

# %% own
from IPython.display import HTML, SVG, Javascript, Markdown, display

for kind in (HTML, Javascript, Markdown):
    display(kind("<script>alert(2)</script>"))
HTML("<script>alert(3)</script>")
