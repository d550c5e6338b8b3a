def change(folder):
    folder.joinpath("target.ipynb").write_text('{"nbformat": Infinity, "nbformat_minor": [], "cells": []}')
