def change(folder):
    for number in range(1_100):
        (folder / str(number)).write_text("")
