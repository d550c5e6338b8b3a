# %% double_answer
import threading

np.random.seed(3)
noise = np.random.rand(5)


def double(x):
    results = []
    thread = threading.Thread(target=lambda: results.append(x + x))
    thread.start()
    thread.join()
    return results[0]


# %% own
import subprocess
print(subprocess.run(["echo", "hello"], capture_output=True, text=True).stdout)
