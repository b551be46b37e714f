"""Whatever was handed in, as a notebook that can be graded, with a reason in words for each repair.

submission   which file is which notebook, and what else was handed in
gather, unpack   the files of a folder, a file or an archive, within limits
unzip, untar, members   what archives of each format hold
salvage, sound   a notebook out of damaged bytes, and out of odd JSON
misnamed   files beside the notebooks under a name that is nearly right
align, match   every cell that is graded back in its place, once
"""
