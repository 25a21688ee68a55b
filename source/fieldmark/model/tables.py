"""The tables that join the rooms: columns, types and units. A room that writes one writes exactly these columns.

Field tables lie in the warehouse; the others are Parquet files under `.fieldmark/tables/`.
Types: str, int, float, bool, time (UTC timestamp), date, list (of str), json (text).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["str", "int", "float", "bool", "time", "date", "list", "json"]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type
    doc: str
    required: bool = False  # a row without it is set aside


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


TABLES: dict[str, Table] = {}


def _table(name: str, doc: str, key: str, columns: str) -> Table:
    """Columns are written one a line: `name type! doc`, the `!` for required."""
    made = []
    for line in columns.strip().splitlines():
        column, kind, text = line.split(maxsplit=2)
        made.append(Column(column, kind.rstrip("!"), text, kind.endswith("!")))  # type: ignore[arg-type]
    TABLES[name] = Table(name, doc, tuple(made), tuple(key.split()))
    return TABLES[name]


# --- the field: what the CRM, the surveys and the registers say -------------------------------------------

ENGINEERS = _table(
    "engineers",
    "People who serve customers.",
    "engineer",
    """
engineer str! user name
name str! as written on lists
region str region
team str team
product_line str main product line
manager str user name of the training manager
hired date first day
""",
)

TICKETS = _table(
    "tickets",
    "One service request each, last state.",
    "ticket",
    """
ticket str! number in the CRM
opened time! when the customer asked
first_response time first answer by a person
on_site time arrival at the customer
resolved time service restored
closed time ticket closed
due time resolution due by the agreement
engineer str who resolved it
customer str customer
asset str unit served
product_line str product line
region str region
channel str phone, mail, web, …
priority str priority
kind str repair, complaint or inquiry
fault_class str class of the fault
remote bool resolved without a visit
remote_suitable bool could have been resolved remotely
visits int visits made
reopened bool reopened after being resolved
sla_met bool kept the service agreement
response_met bool first response within its agreed time
reassignments int times handed on
handson_minutes float minutes worked
labour_cost float money
parts_cost float money
travel_cost float money
parts_replaced int parts replaced
parts_good int parts replaced that were not at fault
knowledge_used bool an article of the knowledge base was used
steps_skipped int steps of the service process skipped or unsigned
called_back bool feedback call made after closing
""",
)

SURVEYS = _table(
    "surveys",
    "One answered survey or follow-up call each.",
    "survey",
    """
survey str! number
ticket str! the ticket it is about
answered time! when
csat float satisfaction, 0..100
solved float satisfaction with the solution, 0..100
nps int would recommend, 0..10
comment str free words
language str en or zh
""",
)

TRAINING = _table(
    "training",
    "The training register: who was trained in what, when, and how they were chosen.",
    "engineer course",
    """
engineer str! user name
course str! course id
cohort str! cohort
held date! first day of the training
hours float! hours held
attended bool! was there
chosen_by str! rota, or weakness (chosen because the last months were weak)
window_months int! months before the training that the choice looked at (0 for rota)
""",
)

QUARANTINE = _table(
    "quarantine",
    "Rows set aside, with the reason.",
    "",
    """
file str! file it came from
line int! line in the file, the header is 1; 0 = the whole file
table str! table it was meant for
code str! problem code
reason_en str! why, in English
reason_zh str! why, in Chinese
row json! the row as it came
""",
)

# --- assessment -------------------------------------------------------------------------------------------

RESPONSES = _table(
    "responses",
    "One row a question of a submitted sitting (or step of a practical).",
    "engineer paper attempt slot",
    """
engineer str! user name
course str! course id
paper str! paper id
form str! form of the blueprint, e.g. before, after
attempt int! 1, 2, …
slot str! slot name
item str! item id
kind str! kind of item
skills list! skills it shows
shows json! what a practical shows of each skill: list of [aspect, skill, share 0..1, weight in points], else []
points float points got; missing while a person has to mark
max_points float! points possible
answered bool! an answer was given
answer json! the answer
submitted time! when the sitting was submitted
seconds float time spent on it, where known
flag str! why a person should look, or empty
""",
)

ITEM_STATS = _table(
    "item_stats",
    "Classical item statistics.",
    "paper item",
    """
course str! course id
paper str! paper id
item str! item id
kind str! kind
skills list! skills
n int! answers counted
facility float mean share of the points
discrimination float item-rest correlation
alpha_if_deleted float Cronbach's alpha of the paper without it
advice_en str! what to do with it, or empty
advice_zh str! the same in Chinese
""",
)

PAPER_STATS = _table(
    "paper_stats",
    "How well a paper measures.",
    "paper",
    """
course str! course id
paper str! paper id
n int! submissions
items int! items
mean float mean total, points
sd float standard deviation of totals, points
alpha float Cronbach's alpha
sem float standard error of measurement, points
passed float share at or above the cut score
""",
)

MASTERY = _table(
    "mastery",
    "An engineer's mastery of a skill, from the latest evidence, with its interval.",
    "engineer course skill",
    """
engineer str! user name
course str! course id
skill str! skill id
mastery float expected share of the points on this skill, 0..1; missing below the least n
low float lower end of the interval
high float upper end
n int! answers it rests on
level str! strong, adequate, weak, or unknown (interval straddles the line, or too few answers)
as_of time! latest answer counted
""",
)

# --- field results ----------------------------------------------------------------------------------------

KPI_VALUES = _table(
    "kpi_values",
    "KPIs by group and period.",
    "kpi grouping group period",
    """
kpi str! KPI id
grouping str! company, region, team, product_line or engineer
group str! which; empty for the company
period str! month YYYY-MM, or all
n int! cases it rests on
value float in the KPI's unit; missing where masked
low float lower end of the 95 % interval
high float upper end
target float reference target
attainment float actual / target, or target / actual where lower is better
masked bool! fewer cases than the least cell size
""",
)

KPI_NOTES = _table(
    "kpi_notes",
    "What to know before a KPI is read: why it has no values, or a change that looks like one of definition.",
    "kpi note period",
    """
kpi str! KPI id
note str! missing (the data lack what it needs) or drift (its level changed as work does not)
period str! quarter YYYY-Qn from which it drifted; empty for missing
words_en str! what to know
words_zh str! the same in Chinese
""",
)

PANEL = _table(
    "panel",
    "One row an engineer and month: the KPIs as outcomes.",
    "engineer month kpi",
    """
engineer str! user name
month str! YYYY-MM
kpi str! KPI id
n int! tickets
value float! mean of the KPI over the month's tickets
adjusted float! the same after case mix (priority, product line, fault class) is taken out
""",
)

EFFECTS = _table(
    "effects",
    "Effect of the training by event time, cohort and in all.",
    "course kpi chosen_by estimand at",
    """
course str! course id
kpi str! KPI id
chosen_by str! rota or weakness
estimand str! event (month since training), cohort, overall, or naive (plain before/after, shown as what misleads)
at str! event time in months, cohort, or empty
estimate float in the KPI's unit
se float standard error
low float lower end of the 95 % interval
high float upper end
n_treated int! engineers trained
n_control int! engineers they are compared with
""",
)

VERDICTS = _table(
    "verdicts",
    "What is said of each course and KPI, in words.",
    "course kpi chosen_by",
    """
course str! course id
kpi str! KPI id
chosen_by str! rota or weakness
verdict str! better, worse, unclear, or refused
estimate float overall effect, in the KPI's unit
low float lower end
high float upper end
mde float minimum detectable effect at 80 % power
words_en str! one or two sentences
words_zh str! the same in Chinese
reasons json! list of checks: id, passed, words in both languages
""",
)

RETRAINING = _table(
    "retraining",
    "Who should be retrained in what, first.",
    "rank",
    """
rank int! 1 first
engineer str! user name
course str! course id
skill str! skill id
mastery float mastery
low float lower end
high float upper end
priority float what the list is sorted by
reason_en str! why
reason_zh str! the same in Chinese
""",
)
