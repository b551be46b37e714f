"""A class that hands in: honest work with the score it deserves, and every attack that we could think of."""
