"""Output without end: each cell keeps what is below the limit, and the cells after it run."""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper


@attack(flag="limit")
def a_flood_of_lines(paper: Paper):
    """Output is cut at its limit; the cells after it run."""
    paper.insert("for number in range(100_000):\n    print(number, 'so many lines')")


@attack(flag="limit")
def a_flood_in_one_line(paper: Paper):
    """One line of forty megabytes is cut, too."""
    paper.insert("print('x' * 40_000_000)")


@attack(flag="limit")
def a_flood_of_errors(paper: Paper):
    """So is what goes to stderr, and the message of an exception."""
    paper.insert("import sys\nprint('x' * 5_000_000, file=sys.stderr)\nraise ValueError('y' * 10_000_000)")


@attack(flag="limit")
def a_flood_of_displays(paper: Paper):
    """So are displays, whatever they hold."""
    paper.insert("""
        from IPython.display import display, HTML
        for _ in range(3000):
            display(HTML("<p>" + "x" * 500))
        """)


@attack(flag="limit")
def a_huge_picture(paper: Paper):
    """So is a picture."""
    paper.insert("""
        import os, base64
        from IPython.display import Image, display
        display(Image(data=b"\\x89PNG\\r\\n\\x1a\\n" + os.urandom(8_000_000), format="png"))
        """)


@attack(flag="limit")
def a_flood_that_does_not_end(paper: Paper):
    """A cell that prints without end is ended."""
    paper.insert("while True:\n    print('x' * 10_000)")


@attack(flag="limit")
def a_flood_from_a_thread(paper: Paper):
    """What a thread prints is cut like what its cell prints."""
    paper.insert("""
        import threading
        def flood():
            for _ in range(2000):
                print("x" * 1000)
        thread = threading.Thread(target=flood, daemon=True)
        thread.start()
        thread.join(3)
        """)


@attack()
def an_output_that_is_always_renewed(paper: Paper):
    """`clear_output` and displays that are updated ten thousand times keep nobody."""
    paper.insert("""
        from IPython.display import clear_output, display
        shown = display("0", display_id=True)
        for number in range(300):
            clear_output(wait=True)
            shown.update(str(number))
        """)


@attack()
def a_line_that_is_taken_back(paper: Paper):
    """Backspaces and carriage returns without end are characters like others: nobody spends minutes on them."""
    paper.insert("print('x' * 200_000 + '\\b' * 200_000)")
    paper.insert("print('x' * 900_000 + '\\r')")
    paper.insert("print('x\\r' * 200_000, end='')")


@attack()
def markup_without_end(paper: Paper):
    """Nor on a table of a hundred thousand cells, or markup that never closes, or that nests without end."""
    paper.insert("""
        from IPython.display import HTML, Markdown, Latex, display
        display(HTML("<table>" + "<tr><td>x</td></tr>" * 10_000 + "</table>"))
        display(HTML("<div>" * 30_000), Markdown("[" * 50_000), Markdown("> " * 10_000 + "x"))
        display(HTML("<!--" * 20_000 + "<" * 50_000), Latex("$" + "{" * 50_000))
        display({"image/svg+xml": "<svg>" + "<g>" * 20_000, "text/plain": "svg"}, raw=True)
        """)
    paper.cell("why").source = "*" * 100_000 + "[" * 50_000 + "`" * 50_001


@attack(flag="limit")
def a_flood_of_empty_things(paper: Paper):
    """A few bytes for each thing are hundreds in the memory of whoever reads them: those count, too."""
    paper.insert("""
        from IPython.display import display
        display({"application/json": [{}] * 100_000}, raw=True)
        """)
    paper.insert("""
        from IPython.display import display
        for _ in range(5000):
            display({}, raw=True)
        """)


@attack(flag="limit")
def a_flood_in_many_cells(paper: Paper):
    """Many cells below their limit are together above that of a notebook."""
    for _ in range(24):
        paper.insert("print('x' * 1_000_000)")
