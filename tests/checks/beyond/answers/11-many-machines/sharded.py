# %% right: as whole numbers
kept_weights = 768 * 3072 // 8
sharded_numbers = 3 * (768 * 3072 - kept_weights)

# %% gathered once | count | - | ~too few
kept_weights = 294912
sharded_numbers = 2 * 7 * 294912

# %% gathered twice, and all of the gradient summed | count | - | ~too many
kept_weights = 294912
sharded_numbers = 4 * 7 * 294912

# %% one gather alone | count | - | ~there are more
kept_weights = 294912
sharded_numbers = 7 * 294912

# %% its own part sent, too | count | - | ~its own part too
kept_weights = 294912
sharded_numbers = 3 * 8 * 294912

# %% all weights kept | number | - | ~all the weights
kept_weights = 768 * 3072
sharded_numbers = 6193152

# %% what the others keep | number | - | ~weights of the other machines
kept_weights = 7 * 294912
sharded_numbers = 6193152

# %% biases counted | number | - | ~biases
kept_weights = 294912 + 384
sharded_numbers = 6193152

# %% per layer of inputs | number | - | ~two halves of the ring
kept_weights = 768 / 8 * 3072
sharded_numbers = 2 * 7 / 8 * 768 * 3072 / 8

# %% rows | number | - | ~those are the rows
kept_weights = 3072 / 8
sharded_numbers = 3 * 7 / 8 * 768 * 3072
