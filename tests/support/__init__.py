"""What several tests share: a learner, an instructor, made-up courses and classes."""

SOLVED = "COURSE_TESTS_SOLVED"  # environment variable: where one run of the tests keeps the lessons that it solved
