"""The one zip of everybody that Canvas or Moodle gives, sorted into a folder for each learner; nothing in it is lost.

senders      who handed in a member of the zip, by the name that the platform gave it
class_list   which learner of the gradebook that is
shelf        one learner's files in their folder, in which nothing is overwritten by something older
collection   the whole zip, and what is said of it
"""

from autograder.collect.collection import Collection, collect

__all__ = ["Collection", "collect"]
