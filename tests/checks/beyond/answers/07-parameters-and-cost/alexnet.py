# %% right: a tuple of floats
alexnet_parameters = tuple(float(count_parameters([s])) for s in alexnet.values())
connected_share = round(sum(alexnet_parameters[-3:]) / sum(alexnet_parameters), 3)

# %% right: an array
alexnet_parameters = np.array([np.prod(s) + s[0] for s in alexnet.values()])
connected_share = alexnet_parameters[5:].sum() / alexnet_parameters.sum()

# %% groups undone | number | - | ~conv2, factor 2
alexnet_parameters = [count_parameters([s]) for s in alexnet.values()]
alexnet_parameters[1] = 256 * 96 * 25 + 256

# %% the total alone | kind | - | kind
alexnet_parameters = sum(alexnet_parameters)

# %% running totals | number | total-not-reset | ~conv2
alexnet_parameters = np.cumsum(alexnet_parameters)

# %% in the opposite order | places | - | ~conv1
alexnet_parameters = alexnet_parameters[::-1]

# %% the largest first | places | - | ~conv1
alexnet_parameters = sorted(alexnet_parameters, reverse=True)

# %% nine numbers, with the sum | shape | - | shape
alexnet_parameters = [*alexnet_parameters, sum(alexnet_parameters)]

# %% a pair for each layer | kind | - | kind
alexnet_parameters = list(zip(alexnet, alexnet_parameters))

# %% the last layer twice as large | number | - | ~fc8, factor 2
alexnet_parameters = [*alexnet_parameters[:-1], 2 * alexnet_parameters[-1]]

# %% the convolutions' share | share | - | ~that is the part of all the others
connected_share = 0.0377

# %% fc6 alone | share | - | ~that is the share of one layer
connected_share = alexnet_parameters[5] / sum(alexnet_parameters)

# %% in percent | share | - | ~percentage
connected_share = 96.2

# %% rounded to one | share | - | ~a part of all is below 1
connected_share = 1.0

# %% two digits | share | - | ~three digits
connected_share = 0.96

# %% three of eight layers | share | - | ~that is how many of the eight layers they are
connected_share = 3 / 8

# %% right: rounded
alexnet_parameters = [34944, 307456, 885120, 663936, 442624, 37752832, 16781312, 4097000]
connected_share = 0.962

# %% biases forgotten | number | biases-uncounted | -
alexnet_parameters = [int(np.prod(s)) for s in alexnet.values()]
connected_share = 0.962

# %% by the weights of the connected layers alone, of convolutions | number | - | ~that compares them with the others
alexnet_parameters = [34944, 307456, 885120, 663936, 442624, 37752832, 16781312, 4097000]
connected_share = sum(alexnet_parameters[5:]) / sum(alexnet_parameters[:5])

# %% names with the numbers | kind | - | kind
alexnet_parameters = list(alexnet.items())
connected_share = 0.962

# %% one convolution too many in the share | number | - | ~that is with the last convolution
alexnet_parameters = [34944, 307456, 885120, 663936, 442624, 37752832, 16781312, 4097000]
connected_share = sum(alexnet_parameters[4:]) / sum(alexnet_parameters)
