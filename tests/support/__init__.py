"""What several tests share: a learner, an instructor, made-up courses and classes."""
