# %% one too far | number | - | ~that is the seventh: from 0
key_row = 774

# %% the sixth of the values | number | - | ~that is of the values
key_row = 2 * 768 + 5

# %% of the queries | number | - | ~that is of the queries
key_row = 5

# %% in the twelfth head | number | - | ~that is in the second head of the keys
key_row = 768 + 64 + 5

# %% one short | number | - | ~that is the fifth
key_row = 772
