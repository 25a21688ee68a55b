import asyncio
import time
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher, extract_parameters
from site_kit import PASSWORD, PEOPLE, enter_people

from fieldmark.model.person import Person
from fieldmark.site.authenticator import LocalAuthenticator, TooSoon
from fieldmark.site.hub import admission
from fieldmark.site.passwords import LONGEST, decoy, hash_password, verify
from fieldmark.site.people import People, taught
from fieldmark.store.workspace import Workspace


@pytest.fixture
def people(tmp_path):
    enter_people(Workspace(tmp_path))
    return People(Workspace(tmp_path))


@pytest.fixture
def authenticator(people):
    return LocalAuthenticator(people=people)


def log_in(authenticator, user, password=PASSWORD, address="10.0.0.1"):
    handler = SimpleNamespace(request=SimpleNamespace(remote_ip=address))
    return asyncio.run(authenticator.authenticate(handler, {"username": user, "password": password}))


def test_the_role_is_the_one_group(authenticator):
    assert log_in(authenticator, " E001 ") == {"name": "e001", "groups": ["engineer"], "admin": False}
    assert log_in(authenticator, "admin") == {"name": "admin", "groups": ["administrator"], "admin": True}


@pytest.mark.parametrize(("user", "password"), [("e001", "wrong"), ("nobody", PASSWORD), ("", ""), ("e001", "")])
def test_others_are_refused(authenticator, user, password):
    assert log_in(authenticator, user, password) is None


def test_someone_of_the_companys_own_login_has_no_password_here(tmp_path):
    enter_people(Workspace(tmp_path), Person("e009", "Ola", "engineer"))
    assert log_in(LocalAuthenticator(people=People(Workspace(tmp_path))), "e009", "") is None


def test_after_five_wrong_ones_even_the_right_one_waits(authenticator):
    for _ in range(5):
        assert log_in(authenticator, "e001", "wrong") is None
    with pytest.raises(TooSoon) as soon:
        log_in(authenticator, "e001")
    assert 0 < soon.value.seconds <= 5


def test_a_guesser_elsewhere_does_not_lock_the_person_out(authenticator):
    for _ in range(5):
        log_in(authenticator, "e001", "wrong", "10.0.0.66")
    assert log_in(authenticator, "e001", address="10.0.0.1")


def test_a_name_that_nobody_has_costs_a_hash_too(authenticator, monkeypatch):
    checked = []
    monkeypatch.setattr("fieldmark.site.authenticator.verify", lambda known, password: checked.append(known) or False)
    log_in(authenticator, "nobody")
    log_in(authenticator, "e001")
    assert [extract_parameters(known) for known in checked] == [extract_parameters(PEOPLE[0].password)] * 2


def test_who_is_removed_or_moved_is_noticed(authenticator, people, tmp_path):
    user = SimpleNamespace(name="e001")
    assert asyncio.run(authenticator.refresh_user(user))["groups"] == ["engineer"]
    enter_people(Workspace(tmp_path), Person("e001", "李伟", "trainer"))
    assert asyncio.run(authenticator.refresh_user(user))["groups"] == ["trainer"]
    enter_people(Workspace(tmp_path), *PEOPLE[1:])
    assert asyncio.run(authenticator.refresh_user(user)) is False


def test_the_companys_own_login_lets_in_who_was_entered(people):
    admit = admission(people)["post_auth_hook"]
    assert admit(None, None, {"name": "M01", "auth_state": {"oidc": 1}}) == {
        "name": "m01",
        "auth_state": {"oidc": 1},
        "groups": ["manager"],
        "admin": False,
    }
    assert admit(None, None, {"name": "someone.else", "groups": ["administrator"], "admin": True}) is None


def test_passwords():
    known = hash_password("变频器 12")
    assert known.startswith("$argon2id$")
    assert verify(known, "变频器 12")
    assert not verify(known, "变频器 13")
    assert not verify("not a hash", "x")


def test_an_overlong_password_costs_nothing():
    known = PasswordHasher().hash("x" * (LONGEST + 1))
    before = time.process_time()
    assert not verify(known, "x" * (LONGEST + 1))
    assert time.process_time() - before < 0.01


def test_the_decoy_costs_what_the_others_cost():
    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("x")
    assert extract_parameters(decoy(["damaged", cheap])) == extract_parameters(cheap)
    assert not verify(decoy([]), "")


def test_what_a_trainer_teaches():
    def trainer(*units):
        return Person("t01", "T", "trainer", units)

    courses = ("drives", "vfd")
    assert taught(trainer("vfd", "gone"), courses) == ("vfd",)
    assert taught(trainer("course:drives"), courses) == ("drives",)
    assert taught(trainer("*"), courses) == courses
    assert taught(trainer(), courses) == ()
    assert taught(Person("m01", "M", "manager", ("*",)), courses) == ()
