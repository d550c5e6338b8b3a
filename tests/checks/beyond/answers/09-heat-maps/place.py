# %% right: argmax
place = np.unravel_index(scores[3].argmax(), scores[3].shape)

# %% right: the list that locate returns
place = locate(scores[3], 1)

# %% the map of another digit | number | - | ~which class
place = locate(scores[2], 1)[0]

# %% the map of nothing | number | - | ~which class
place = locate(scores[10], 1)[0]

# %% the second highest | number | - | ~which class
place = locate(scores[3], 2)[1]

# %% of the hidden map | number | - | ~which class
place = locate(hidden[3], 1)[0]

# %% column and row | places | locate-axes | -
place = locate(scores[3], 1)[0][::-1]

# %% the coldest | formula | locate-coldest | -
place = locate(-scores[3], 1)[0]

# %% flat | kind | locate-flat | -
place = scores[3].argmax()

# %% with the class | shape | - | kind, shape
place = (3, *locate(scores[3], 1)[0])

# %% counted from one | offset | - | ~counted from 0
place = tuple(n + 1 for n in locate(scores[3], 1)[0])

# %% the middle of the window | offset | - | ~the middle of the window
place = tuple(n + 4 for n in locate(scores[3], 1)[0])

# %% the score | kind | locate-flat | kind
place = scores[3].max()

# %% text | kind | - | kind
place = str(place)

# %% of the list of corners | number | - | ~the map of class
place = corners[0]

# %% the nine digits' four | number | - | ~the map of class
place = locate(scores[4], 1)[0]

# %% argmax alone | flat | locate-flat | -
place = scores[3].argmax()
