"""What can be wrong with courses, items and blueprints, in the trainer's words: a module a part of their numbers."""

# ruff: noqa: F403 - each name is a code of this room
from fieldmark.bank.problems.answers import *
from fieldmark.bank.problems.blueprints import *
from fieldmark.bank.problems.items import *
from fieldmark.bank.problems.languages import *
from fieldmark.bank.problems.outline import *
from fieldmark.bank.problems.yamls import *
