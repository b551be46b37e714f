"""One notebook is run: the learner's cells in a kernel in the sandbox, each test cell before the judge.

run                the notebook, from the top, with restarts
kernel             a kernel that is reached through files
snapshots          forks of the kernel that wait for the judge
states             the folder as it was at each test cell
testing            the test cells: each apart or inside, what learners read first, hidden parts last
view               the learner's files that a test may look at
output             what a kernel says, in form and within limits
resource_monitor   what it uses up, and its end when that is too much
attribution        which cell that was
"""
