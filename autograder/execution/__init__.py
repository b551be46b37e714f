"""One notebook is run: the learner's cells in a kernel in the sandbox, each test cell before the judge.

execute            the notebook, with a new kernel where a cell has ended one
items              what became of its graded cells, and what an instructor has to decide
kernel_run         one kernel: the cells from the top until it ends
kernel             a kernel that is reached through files
snapshots          forks of the kernel that wait for the judge
states             the folder as it was at each test cell
testing            the test cells: each apart or inside, what learners read first, hidden parts last
view               the learner's files that a test may look at
output             what a kernel says, in form and within limits
resource_monitor   what it uses up, and its end when that is too much
attribution        which cell that was
"""
