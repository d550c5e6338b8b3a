# %% double_answer
def double(x):
    return x * 2


# %% own
double("twice", 3)

# %% own
undefined_name

# %% own
for i in range(3)
    print(i)

# %% own
raise SystemExit("that is all")

# %% own
input("your name? ")

# %% own
1 / 0
