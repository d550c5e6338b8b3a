# %% double_answer
%matplotlib inline
import matplotlib.pyplot as plt


def double(x):
    return np.multiply(x, 2)


# %% own
plt.plot(double(np.arange(5)))
plt.title("doubled")
plt.show()

# %% own
%timeit -n 2 -r 2 double(image)
%time sum(range(1000))
!echo from the shell

# %% own
%%capture captured
print("kept for later")

# %% own
display(captured.stdout)
get_ipython().run_line_magic("who", "")
