# %% double_answer
def double(x):
    raise ValueError("<script>alert(1)</script>")

# %% layer_answer
def layer(x, W, b):
    raise type("<script>alert(2)</script>", (ValueError,), {})("<script>alert(3)</script>")

# %% own
raise type("<script>alert(4)</script>", (ValueError,), {})("\x1b[31m<script>alert(5)</script>")

# %% own
exec(compile("1 / 0", "<cell <script>alert(6)</script>", "exec"))
