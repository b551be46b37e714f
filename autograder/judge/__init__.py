"""The judge: hidden tests run in a process of their own and see a learner's work as plain data only.

A test that needs more runs inside a fork of the learner's kernel; `autograder.execution.testing` decides.

agent      in the learner's process: answers questions about its names, in plain data
remote     in the judge: what a question gave, and functions that are called across the boundary
author     in the judge: the author's notebook, statement by statement
names      in the judge: where the name in a test comes from: the test, the author's notebook, or the learner
verdict    in the judge: runs one test cell and says how it went
process    in the judge: the loop that waits for test cells
cell       in the learner's process: runs a test cell as nbgrader would
inside     in the grader: what such a test cell has put out, and the verdict in it
client     in the grader: starts a judge, hands its questions to the agent, and makes a Verdict of what it says
"""

# what kernels and judges are forked with
MODULES = ("autograder.judge.agent", "autograder.judge.cell", "autograder.judge.process")
