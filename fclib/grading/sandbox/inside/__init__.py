"""What runs inside the sandbox. Only numpy and the standard library are imported here.

The sandbox sees this folder and not the rest of fclib: no reference answer, no test, no gradebook.
"""
