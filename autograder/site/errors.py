"""Why a site is not built."""


class SiteError(Exception):
    """The site cannot be built, or may not be shown; the message names the place and what to do."""
