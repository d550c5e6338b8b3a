# %% right: NumPy
import numpy as np

scores = np.array(W) @ np.array(x) + np.array(b)
digit_read = np.argmax(scores)

# %% right: float32
import numpy as np

scores = np.array(W, np.float32) @ np.array(x, np.float32) + np.array(b, np.float32)
digit_read = int(scores.argmax())

# %% right: a dict of scores
scores = linear_scalar(x, W, b)
digit_read = max(range(10), key=scores.__getitem__)

# %% the position counted from one | label | - | ~counted from 0
digit_read = scores.index(max(scores)) + 1

# %% the score | label | - | ~position
digit_read = max(scores)

# %% the lowest | label | - | ~highest
digit_read = scores.index(min(scores))

# %% text | label | - | kind
digit_read = str(scores.index(max(scores)))

# %% a list | label | - | kind
digit_read = [scores.index(max(scores))]

# %% a one-hot list | label | - | kind
digit_read = [int(score == max(scores)) for score in scores]

# %% scores rounded | scores | output-dtype-of-input | function rounded
scores = [round(score) for score in scores]

# %% scores scaled to one | scores | - | factor scalar
scores = [score / max(scores) for score in scores]

# %% scores without the biases | scores | bias-missing | -
scores = [sum(w * v for w, v in zip(row, x)) for row in W]

# %% one score | scores | - | kind
scores = max(linear_scalar(x, W, b))

# %% nine scores | scores | loop-misses-last | shape
scores = linear_scalar(x, W[:9], b[:9])

# %% another image | scores | - | ~those of another image
scores = linear_scalar(images[0].tolist(), W, b)

# %% scores of the means | scores | - | kind
scores = [linear_scalar(mean.tolist(), W, b) for mean in means]
