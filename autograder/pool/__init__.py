"""Where the jobs of a run are done: on this machine, or on a cluster. All that `grade` knows of either is a `Pool`.

jobs         a job, what became of it, and what a pool is
processes    jobs as processes of one machine
local        the pool of this machine
cluster      the pool of a Dask cluster: the head's side
connection   to the scheduler: by TLS, or on this machine
certificate  the file that lets machines into a cluster
parcel       what travels: files in one piece of bytes
errand       what a worker needs to know of a run
tasks        what the head asks of a worker
worker       on a worker: takes a job, has it done, and sends what came of it
station      on a worker: the warm process of a run, and the jobs forked beside it
inspection   what came back, before anybody believes it
"""
