"""What is checked, in order. Each check is a small pure function that yields problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fieldmark.bank.bank import Bank
from fieldmark.bank.checks import answers, blueprints, guessing, ids, languages, metadata, words
from fieldmark.bank.draft import Draft
from fieldmark.model.problem import Problem

ITEM_CHECKS: tuple[Callable[[Draft], Iterable[Problem]], ...] = (
    metadata.has_id,
    metadata.has_title,
    metadata.known_kind,
    metadata.has_points,
    metadata.has_difficulty,
    metadata.has_shuffle,
    metadata.has_draft,
    words.has_prompt,
    words.nothing_stray,
    words.no_bad_box,
    words.not_too_long,
    words.no_tabs,
    words.no_html,
    words.no_pictures,
    words.no_holes,
    words.known_parameters,
    words.used_parameters,
    answers.has_answer,
    answers.fits_kind,
    answers.right_marks,
    answers.enough_parts,
    answers.different_parts,
    answers.good_rows,
    answers.one_key,
    answers.good_truth,
    answers.good_number,
    answers.good_patterns,
    answers.rubric_adds_up,
    guessing.no_all_of_above,
    languages.other_language,
    languages.translated,
    languages.same_number,
    languages.same_marks,
    languages.no_second_key,
    languages.same_parameters,
)
"""Checks of one item by itself."""

BANK_CHECKS: tuple[Callable[[Bank], Iterable[Problem]], ...] = (
    ids.known_courses,
    ids.different_items,
    ids.different_blueprints,
    ids.known_skills,
    guessing.longest_is_right,
    blueprints.has_parts,
    blueprints.different_seeds,
    blueprints.known_references,
    blueprints.same_points,
    blueprints.practice_apart,
    blueprints.enough_items,
)
"""Checks that need more than one item."""
