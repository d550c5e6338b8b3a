# %% table_answer
def table(layers):
    counts = {name: (inputs + 1) * outputs for name, (inputs, outputs) in layers.items()}
    for name in layers:
        layers[name] = (0, 0)
    layers["total"] = sum(counts.values())
    return counts
