"""What a learner measured and trained, judged as it was handed in: nothing is timed or trained again.

timings          the log of observations, and what two people's logs have in common
checkpoints      what was trained
affected_items   which points rest on what
learner_files    opens plain, bounded files only
"""
