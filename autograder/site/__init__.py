"""The course as a static site, to read before one installs anything: `python -m autograder site`.

Lessons stand there as they are released: executed, unsolved where an exercise stands, with figures that answer to the
hand, for those need no kernel. The site opens from a folder, without a server and without the internet.

build          the steps, and what is refused
execution      released lessons, run in kernels, and kept
lesson_page    a notebook as a page
pages          the first page, guides, claims, glossary
repository     the one setting that holds the repository's address, and what is made of it
links, answers what every file is searched for
conf, static/  what Sphinx reads
"""
