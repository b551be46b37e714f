"""Azure Machine Learning without an account: where this runs, what is wrong with a specification, and a job run here.

azure.where()                                   # a compute instance, a job, or neither
azure.check("jobs/gpu.yml", "jobs/gpu-cluster.yml")     # what is wrong, and what to change
azure.run_here("jobs/cpu.yml", "one")           # the job's command, on this machine
"""

from course.azure.check import Report, check, problems
from course.azure.local import JobFailed, run_here
from course.azure.place import MARK, Place, on_network_mount, user_kernels, where
from course.azure.specification import Problem, command_of, file_of, read

__all__ = [
    "MARK",
    "JobFailed",
    "Place",
    "Problem",
    "Report",
    "check",
    "command_of",
    "file_of",
    "on_network_mount",
    "problems",
    "read",
    "run_here",
    "user_kernels",
    "where",
]
