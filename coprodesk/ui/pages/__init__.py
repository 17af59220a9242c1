"""The pages of the window, one subject each; every page is built from the desk alone."""
