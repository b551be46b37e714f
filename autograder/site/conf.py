"""Sphinx's settings for the site: what is the same for every course stands here, the rest `build.py` hands over."""

project = "Machine learning or deep learning? CPU or GPU?"
language = "en"
extensions = ["myst_nb"]

nb_execution_mode = "off"  # the lessons come executed
nb_ipywidgets_js = {}  # nothing needs a kernel, and nothing is fetched from the internet
nb_code_prompt_show = "Show the code of this check"
nb_code_prompt_hide = "Hide the code of this check"
highlight_language = "none"  # of the guides' commands; a cell of a notebook says its own
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
myst_heading_slug_func = "autograder.site.pages.anchor"
suppress_warnings = ["mystnb.unknown_mime_type"]

html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_favicon = "_static/icon.svg"
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_show_search_summary = False  # it would have to be fetched, and a folder has no server
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_domain_indices = False
html_use_index = False
