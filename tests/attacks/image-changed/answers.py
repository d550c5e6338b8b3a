# %% ink_answer
image[...] = 0
ink = image.sum()
