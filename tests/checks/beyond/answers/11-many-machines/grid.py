# %% right: tried
token_parts = min([1, 2, 4, 8, 16, 32, 64], key=lambda a: a * 8192 + 64 / a * 2048)

# %% of the hidden units | number | - | ~parts of the hidden units
token_parts = 16

# %% a square | factor | - | factor 2
token_parts = 8

# %% only tokens split | factor | - | factor 16, ~only tokens are split
token_parts = 64

# %% all machines | number | - | ~there only tokens are split
token_parts = 64

# %% eight by eight | number | - | factor 2
token_parts = 8
