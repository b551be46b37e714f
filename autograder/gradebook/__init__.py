"""nbgrader's course folder and gradebook, which stay the system of record.

folder             where things are
assignment         what grading needs to know of an assignment
instructor_files   what the instructor gives beside the notebooks
modes              how each test cell is run, as the rehearsal found
results            what grading found out about a submission, beside its scores
status             what became of a graded cell, and its words
commit             a result into the gradebook
timestamp          when something was handed in
turns              waiting for whoever else uses the folder or the gradebook
queries            scores out of the gradebook
"""
