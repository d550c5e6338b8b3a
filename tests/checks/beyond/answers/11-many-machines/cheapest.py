# %% exchanged | choice | - | ~along another axis fewer
cheapest_large, cheapest_small = "D", "N"

# %% lower case | kind | - | ~a capital letter
cheapest_large, cheapest_small = "n", "m"

# %% the count | kind | - | kind
cheapest_large, cheapest_small = 4134144.0, 344064.0
