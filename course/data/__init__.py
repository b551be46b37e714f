"""The data of the lessons: a module for each data set, all of them usable offline."""
