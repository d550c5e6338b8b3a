# %% right: floats
grad_b_of_mean = [2.0, 1.0]

# %% right: thirds
grad_b_of_mean = np.array([6, 3]) / 3

# %% divided by the number of entries | factor | grad-b-mean | factor 1/2, ~divided
grad_b_of_mean = [1, 0.5]

# %% multiplied by the batch | factor | - | factor N
grad_b_of_mean = [18, 9]

# %% only the first divided | arithmetic | - | ~second bias, part
grad_b_of_mean = [2, 3]

# %% a third of one number | shape | grad-b-scalar | shape
grad_b_of_mean = [3]

# %% the medians | formula | - | part
grad_b_of_mean = [2, 0.5]

# %% with the wrong sign | factor | sign | factor -1
grad_b_of_mean = [-2, -1]
