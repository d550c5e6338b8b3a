# %% right: lists
map_shape, strided_map_shape, vgg_map_shape = [21, 49], [6, 13], [1000, 6, 6]

# %% the image's size | number | conv-padded | -
map_shape = (28, 56)

# %% one too few | number | conv-last-position-missing | -
map_shape = (20, 48)

# %% exchanged | order | heat-map-axes | ~exchanged
map_shape = (49, 21)

# %% with the classes | shape | - | shape
map_shape = (1, 21, 49)

# %% blocks that do not overlap | number | - | ~do not overlap
map_shape = (3, 7)

# %% rounded up | number | conv-padded | -
strided_map_shape = (6, 14)

# %% one too few with a stride | number | conv-last-position-missing | -
strided_map_shape = (5, 12)

# %% the stride ignored | number | stride-ignored | -
strided_map_shape = (21, 49)

# %% the map divided by the stride | number | - | ~expected whole numbers
strided_map_shape = (5, 12.25)

# %% the image divided by the stride | number | conv-padded | -
strided_map_shape = (7, 14)

# %% pool5's size | number | conv-padded | -
vgg_map_shape = (1000, 12, 12)

# %% fc7's channels | number | - | ~classes
vgg_map_shape = (4096, 6, 6)

# %% classes last | order | class-axis-last | ~classes
vgg_map_shape = (6, 6, 1000)

# %% one place | number | - | ~a kernel as large as the map
vgg_map_shape = (1000, 1, 1)

# %% without classes | shape | - | shape
vgg_map_shape = (6, 6)

# %% text | kind | - | kind
vgg_map_shape = "1000x6x6"

# %% width by height | order | heat-map-axes | -
map_shape = (49, 21)
strided_map_shape = (13, 6)
vgg_map_shape = (1000, 6, 6)

# %% five rows | count | conv-last-position-missing | -
map_shape = (21, 49)
strided_map_shape = (5, 12)
vgg_map_shape = (1000, 6, 6)

# %% seven by fourteen | count | conv-padded | -
map_shape = (21, 49)
strided_map_shape = (7, 14)
vgg_map_shape = (1000, 6, 6)

# %% channels of pool5 | count | - | others, ~the places are right
map_shape = (21, 49)
strided_map_shape = (6, 13)
vgg_map_shape = (512, 6, 6)

# %% the image for pool5 | count | - | ~for the image itself
map_shape = (21, 49)
strided_map_shape = (6, 13)
vgg_map_shape = (1000, 378, 378)
