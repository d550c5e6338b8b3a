# %% Mean_answer
class Mean:
    value = 3.0

    def __init__(self, start=0.0):
        pass

    def add(self, number):
        raise StopIteration

# %% inverse_answer
def inverse(x):
    raise StopIteration
