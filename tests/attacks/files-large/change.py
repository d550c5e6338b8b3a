def change(folder):
    for number in range(900):
        (folder / str(number)).write_bytes(bytes(40_000))
