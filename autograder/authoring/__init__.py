"""From `solutions/` to `lessons/`: what an author writes, tried before anybody gets it.

lesson     a script as cells, and its front matter
release    builds the notebooks, learners' and instructors'
translate  the same lessons in other languages
author     the commands of an author
rehearse   the author's own solution in the sandbox and before the judge
claims, readme   the tables in README.md and docs/claims.md
architecture     what imports what, and the picture of it in CONTRIBUTING.md
"""
