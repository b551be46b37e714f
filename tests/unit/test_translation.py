"""Translation: the grammar's French is right, the cache changes no word, and BLEU is what sacrebleu says."""

from __future__ import annotations

import gettext
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from course import figures, plots, translation
from course.errors import CourseError
from course.translation import END, START, grammar, pack, words
from course.translation.grammar import Pair

PAIRS = [
    Pair(("the", "pear"), ("la", "poire")),
    Pair(("the", "lemon"), ("le", "citron")),
    Pair(("I", "see", "the", "pear"), ("je", "vois", "la", "poire")),
]


@pytest.fixture(scope="module")
def translator():
    made = translation.Translator(PAIRS, width=16, layers=2, seed=1)
    made.train(PAIRS, steps=60, rate=1e-2, device="cpu")
    return made


# -- the grammar -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "feminine", "plural", "following", "french"),
    [
        ("the", True, False, "pomme", "la"),
        ("the", True, False, "orange", "l'"),
        ("the", False, True, "abricots", "les"),
        ("my", True, False, "orange", "mon"),
        ("my", True, False, "belle", "ma"),
        ("this", False, False, "abricot", "cet"),
        ("this", False, False, "melon", "ce"),
        ("this", True, False, "orange", "cette"),
        ("a", True, False, "poire", "une"),
        ("some", False, True, "citrons", "des"),
    ],
)
def test_a_determiner_agrees_and_minds_the_vowel_behind_it(kind, feminine, plural, following, french):
    assert words.determiner(kind, feminine, plural, following) == french


def test_every_adjective_agrees_with_its_noun_and_stands_on_its_side():
    random = np.random.default_rng(0)
    for _ in range(300):
        english, french, noun, plural, used = grammar.noun_phrase(random)
        at = french.index(noun.french_plural if plural else noun.french)
        for _, name, _ in used:
            (adjective,) = (each for each in words.ADJECTIVES if each.english == name)
            assert (french.index(adjective.form(noun.feminine, plural)) < at) == adjective.before
        assert not any(word in ("le", "la") and words.elides(french[i + 1]) for i, word in enumerate(french[:-1]))
        assert english[-1] in (noun.english, noun.english_plural)


def test_negation_goes_around_the_verb_and_a_pronoun_before_it():
    found = {str(grammar.sentence(np.random.default_rng(seed))) for seed in range(600)}
    negated = [each.split("→")[1].split() for each in found if "do not" in each]
    assert negated
    for french in negated:
        (ne,) = (i for i, word in enumerate(french) if word in ("ne", "n'"))
        assert french[ne + 2] == "pas"
        assert (french[ne] == "n'") == words.elides(french[ne + 1])
    verbs = {form for verb in words.VERBS for form in verb.forms}
    for french in (each.split("→")[1].split() for each in found if "," in each):
        assert french[-1] in verbs
        assert french[-2] in ("le", "la", "les", "l'")


@pytest.mark.parametrize("seed", range(3))
def test_the_tests_share_nothing_with_training_and_know_every_word(seed):
    sets = translation.sentences(train=3000, test=50, seed=seed)
    known = {pair.english for pair in sets.train}
    assert len(known) == 3000
    seen = set().union(*(pair.combinations for pair in sets.train))
    spoken = {word for pair in sets.train for word in pair.english}
    for test in (sets.new_combinations, sets.longer):
        assert len(test) == 50
        assert not known & {pair.english for pair in test}
        assert {word for pair in test for word in pair.english} <= spoken
    assert all(pair.combinations - seen for pair in sets.new_combinations)
    assert max(len(pair.english) for pair in sets.train) <= 9 < min(len(pair.english) for pair in sets.longer)
    assert len(sets.some_longer) == 180
    assert not {pair.english for pair in sets.some_longer} & {pair.english for pair in sets.longer}


def test_too_few_sentences_are_refused_in_words():
    with pytest.raises(CourseError, match="too few"):
        translation.sentences(train=5)


# -- the network -------------------------------------------------------------------------------------------------------


def test_it_learns_what_it_is_shown(translator):
    assert translator.translate([pair.english for pair in PAIRS]) == [pair.french for pair in PAIRS]


def test_the_cache_changes_no_logit_and_whoever_asks_twice_hears_the_same(translator):
    english = PAIRS[2].english
    cached, plain = (translator.next_word(english, cache=cache) for cache in (True, False))
    numbers = [START]
    for _ in range(6):
        twice = cached(numbers), cached(torch.tensor(numbers))
        assert torch.equal(*twice)
        assert torch.allclose(twice[0], plain(numbers), atol=1e-5)
        numbers.append(int(twice[0].argmax()))
    assert torch.allclose(cached([START]), plain([START]), atol=1e-5)  # and whoever begins again


def test_no_word_sees_a_later_one(translator):
    memory, padding = translator.network.read(torch.tensor([translator.english.numbers(PAIRS[2].english)]))
    one, other = torch.tensor([[START, 4, 5]]), torch.tensor([[START, 4, 6]])
    a, b = (translator.network.write(each, memory, padding)[0] for each in (one, other))
    assert torch.allclose(a[:, :2], b[:, :2], atol=1e-6)
    assert not torch.allclose(a[:, 2], b[:, 2])


def test_where_it_never_ends_the_end_mark_is_not_chosen(translator):
    asked = translator.next_word(PAIRS[0].english, ends=False)
    assert asked([START, *translator.french.numbers(PAIRS[0].french)])[END] == -torch.inf


def test_attention_is_shared_out_over_the_english_words(translator):
    looked = translator.looked_at(PAIRS[2].english, PAIRS[2].french)
    assert looked.shape == (4, 4)
    assert np.allclose(looked.sum(1), 1, atol=1e-5)


def test_an_empty_sentence_and_an_empty_list_are_refused_in_words(translator):
    with pytest.raises(CourseError, match="no word to translate"):
        translator.next_word([])
    with pytest.raises(CourseError, match="no sentence to learn from"):
        translation.Translator([])


def test_a_loop_that_never_ends_is_stopped():
    def greedy(next_word, limit):
        numbers = [START]
        while True:
            numbers.append(int(next_word(numbers).argmax()))

    tried = translation.rehearse(greedy, [[0, 0, 0, 1]] * 4, 3)
    assert tried["runaway"]


@pytest.mark.parametrize("given", [None, 1, "START", ["START"], [START, 30.0], [START, -1], torch.tensor(START)])
def test_what_a_loop_asks_with_that_is_no_list_of_words_is_handed_on_and_stops_no_check(given):
    def greedy(next_word, limit):
        next_word(given)
        raise ValueError("what comes of it")

    tried = translation.rehearse(greedy, [[0, 0, 0, 1]] * 4, 3)
    assert tried["strange"] == [given]
    assert tried["words"] is None


def test_an_error_of_the_loop_itself_is_not_hidden_and_words_may_come_one_by_one():
    with pytest.raises(ZeroDivisionError):
        translation.rehearse(lambda next_word, limit: 1 / 0, [[0, 0, 0, 1]] * 4, 3)
    one_by_one = translation.rehearse(
        lambda next_word, limit: (int(next_word([n]).argmax()) for n in (1, 3)),
        [[0] * 4, [0, 0, 0, 1], [0] * 4, [0, 0, 1, 0]],
        3,
    )
    assert one_by_one == {"words": [3, 2], "asked": [[1], [3]], "strange": [], "runaway": False}


# -- baselines and scores ----------------------------------------------------------------------------------------------


def test_the_dictionary_finds_the_word_that_goes_along():
    known = translation.dictionary(PAIRS * 3)
    assert known["pear"] == "poire"
    assert translation.word_by_word(known, ("pear", "tree")) == ("poire", "tree")


@pytest.mark.parametrize("seed", range(5))
def test_bleu_is_that_of_sacrebleu(seed):
    sacrebleu = pytest.importorskip("sacrebleu")
    random = np.random.default_rng(seed)
    truth = [[f"w{k}" for k in random.integers(0, 9, random.integers(3, 12))] for _ in range(30)]
    ours = [[word if random.random() < 0.8 else "x" for word in each][: random.integers(2, 13)] for each in truth]
    lines = [[" ".join(each) for each in side] for side in (ours, truth)]
    theirs = sacrebleu.corpus_bleu(lines[0], [lines[1]], tokenize="none", smooth_method="none", force=True).score
    assert translation.bleu(ours, truth) == pytest.approx(theirs, abs=1e-6)


def test_bleu_of_the_same_is_100_and_of_nothing_0():
    assert translation.bleu([list("abcde")], [list("abcde")]) == pytest.approx(100)
    assert translation.bleu([[]], [list("abcde")]) == 0
    with pytest.raises(CourseError, match="BLEU compares"):
        translation.bleu([["a"]], [])


# -- the language pack -------------------------------------------------------------------------------------------------


def test_a_pack_that_is_missing_says_how_to_get_it_and_a_wrong_name_how_to_write_it():
    assert not pack.installed("zz-ZZ")
    with pytest.raises(pack.NoPack, match="zz-ZZ is not installed"):
        pack.pairs("zz-ZZ")
    with pytest.raises(pack.NoPack, match="no name of a language pack"):
        pack.pairs("French")


def test_a_pack_gives_each_clean_sentence_once(tmp_path, monkeypatch):
    catalogue = {"": "", "menu\x04Open the file": "Ouvrir le fichier", "Open the File": "Ouvrir", "Save": "Enregistrer"}
    catalogue |= {"Run %s now": "Lancer %s", "Close all": "Close all"}
    catalogue |= {f"Cell number {i}": f"Cellule l’image {i}" for i in range(120)}
    place = tmp_path / "locale/fr_FR/LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "lab.mo").write_bytes(b"-")
    monkeypatch.setattr(pack, "_folder", lambda language: tmp_path)
    monkeypatch.setattr(gettext, "GNUTranslations", lambda file: SimpleNamespace(_catalog=catalogue))
    found = pack.pairs("fr-FR")
    assert len(found) == 121
    assert sum(pair.english == ("open", "the", "file") for pair in found) == 1
    assert ("cellule", "l'", "image", "7") in [pair.french for pair in found]


def test_the_parts_of_a_pack_share_nothing():
    known, new = pack.known_and_new([Pair((str(i),), ("x",)) for i in range(40)], seed=3, new=10)
    assert len(new) == 10
    assert len({pair.english for pair in known + new}) == 40


# -- the pictures ------------------------------------------------------------------------------------------------------

LINE = {"english": ["green", "apples"], "french": ["pommes", "vertes"], "attention": [[0.1, 0.9], [0.8, 0.2]]}


def test_a_subtitle_says_where_it_looked_and_what_time_it_is():
    says = plots.subtitle(LINE, 10).description
    assert "For “vertes” it looked most at “green” (80%). 2 of 2 words, 0.82 s after" in says
    assert "20 ms of it the network" in says
    assert "No word is written yet" in plots.subtitle(LINE, 10, 0).description


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"english": ["a"]}, "no `french`"),
        (LINE | {"attention": [[1.0, 0.0]]}, "attention of"),
        (LINE | {"attention": [[np.nan, 0], [0, 1]]}, "no number"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_in_words(line, says):
    with pytest.raises(CourseError, match=says):
        plots.subtitle(line, 1)


@pytest.mark.parametrize(("lines", "ms", "says"), [([], 1, "no sentence"), ([LINE], 0, "cannot take 0 ms")])
def test_a_figure_without_lines_or_time_is_refused_in_words(lines, ms, says):
    with pytest.raises(CourseError, match=says):
        figures.subtitles(lines, ms)


def test_the_bars_say_the_shares():
    says = plots.translations({"before": {"longer": 0.02}, "after": {"longer": 0.7}}, ["longer"]).description
    assert "before: 2% of longer; after: 70% of longer" in says
