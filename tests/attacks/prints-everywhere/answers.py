# %% double_answer
def double(x):
    return 0 * x

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)

# %% own
print("é" * 200_000)
