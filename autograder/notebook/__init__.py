"""What can be read off a notebook's cells without running them.

cells            which cells are tests, and what of them a learner sees
hidden_regions   the lines between the marks of hidden tests
statements       the Python in a cell
names            the global names that code reads and binds
"""
