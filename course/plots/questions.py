"""The questions of a decision tree, drawn from the top down."""

from __future__ import annotations

from course.plots.card import COLOURS, Picture, card, described

WORDS = {"fontsize": 9, "ha": "center", "va": "center"}


def asked(tree) -> list[str]:
    """The columns that a fitted tree asks about, each once, from the top down."""
    names = [tree.feature_names_in_[feature] for feature in tree.tree_.feature if feature >= 0]
    return list(dict.fromkeys(str(name) for name in names))


def questions(tree, table) -> Picture:
    """A fitted sklearn DecisionTreeClassifier with columns of `table`, and how the fruit of the table go through it."""
    names, inner = list(tree.feature_names_in_), tree.tree_
    here = tree.decision_path(table[names]).toarray().sum(0)
    apples = tree.decision_path(table[names]).toarray()[table["is_apple"].to_numpy() == 1].sum(0)
    says = tree.classes_[inner.value[:, 0].argmax(1)]
    places, leaves = {}, []

    def lay(node: int, depth: int) -> float:
        if inner.children_left[node] < 0:
            leaves.append(node)
            across = len(leaves) - 1.0
        else:
            across = (lay(inner.children_left[node], depth + 1) + lay(inner.children_right[node], depth + 1)) / 2
        places[node] = across, -float(depth)
        return across

    lay(0, 0)
    depth = tree.get_depth()
    figure, axes = card(width=max(6.4, 1.15 * len(leaves)), height=1.3 + 0.9 * depth)
    axes.set_axis_off()
    axes.set(xlim=(-0.7, len(leaves) - 0.3), ylim=(-depth - 0.6, 0.4))
    for node, (across, up) in places.items():
        for child, word in ((inner.children_left[node], "yes"), (inner.children_right[node], "no")):
            if child >= 0:
                to = places[child]
                axes.plot([across, to[0]], [up, to[1]], color=COLOURS["grey"], linewidth=1, zorder=1)
                middle = (across + to[0]) / 2, (up + to[1]) / 2
                axes.text(*middle, word, zorder=2, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1}, **WORDS)
        leaf = inner.children_left[node] < 0
        words = f"{'apple' if says[node] == 1 else 'other'}\n{apples[node]} of {here[node]}\nare apples"
        if not leaf:
            words = f"{names[inner.feature[node]]}\n≤ {inner.threshold[node]:.3g}?"
        edge = COLOURS["blue"] if leaf and says[node] == 1 else COLOURS["grey"]
        box = {"facecolor": "white", "edgecolor": edge, "boxstyle": "round", "linewidth": 2 if leaf else 1}
        axes.text(across, up, words, zorder=3, bbox=box, **WORDS)
    right = tree.score(table[names], table["is_apple"])
    title = f"At most {depth} question{'s' * (depth > 1)}: right for {right:.2f} of {len(table)} fruit"
    axes.set_title(title)
    return described(figure, f"{title}. The tree asks about {', '.join(asked(tree))}; {len(leaves)} ends.")
