"""Check digits against numbers that states, or those who describe their numbers, publish as examples."""

import pytest

from clinicell.datasets.privacy.checksums import iban, luhn, nir
from clinicell.datasets.privacy.national import has_one, is_proven, is_proven_column, iso_11_10, verhoeff

FORMS = {
    "Finland": "131052-308T",
    "Serbia": "0101006500006",
    "Austria": "1237 010180",
    "Belgium": "85.07.30-033.28",
    "Switzerland": "756.9217.0769.85",
    "Czechia": "710319/2745",
    "Russia": "112-233-445 95",
    "Estonia": "37605030299",
    "Singapore": "S1234567D",
    "Hong Kong": "A123456(3)",
    "Mexico": "BOXW310820HNERXN09",
    "Chile": "12.531.909-2",
    "Argentina": "20-05536168-2",
    "Thailand": "1-2345-45678-78-1",
    "Sweden": "811228-9874",
    "Germany, pension": "15070649C103",
    "Australia, Medicare": "2123 45670 1",
}
BARE = {
    "Turkey": "10000000146",
    "Taiwan": "A123456789",
    "Ireland": "1234567T",
    "New Zealand": "ZAC5361",
    "Bulgaria": "7523169263",
    "Netherlands": "111222333",
    "England": "9434765919",
    "Spain": "12345678Z",
    "Poland": "44051401359",
    "USA, DEA": "AP5836727",
}


@pytest.mark.parametrize("number", FORMS.values(), ids=FORMS)
def test_a_published_number_in_its_own_form_is_known_anywhere(number):
    assert has_one(f"seen {number} today")


# The last digit of that one says which card it is, and checks nothing.
@pytest.mark.parametrize("number", [FORMS[each] for each in FORMS if each not in ("Australia, Medicare",)])
def test_with_another_last_sign_the_same_form_proves_nothing(number):
    last = next(place for place in reversed(range(len(number))) if number[place].isalnum())
    others = "0123456789" if number[last].isdecimal() else "ABCDEFGHJKLMNPRSTUVWXY"
    changed = [number[:last] + other + number[last + 1 :] for other in others if other != number[last]]
    assert sum(map(has_one, changed)) <= len(changed) / 4


@pytest.mark.parametrize("number", BARE.values(), ids=BARE)
def test_a_published_bare_number_proves_itself(number):
    assert is_proven(number)


def test_the_rules_of_check_digits_hold_for_their_textbook_examples():
    assert verhoeff("2363")
    assert not verhoeff("2364")
    assert iso_11_10("94577403194")
    assert not iso_11_10("94577403195")
    assert luhn("79927398713")
    assert not luhn("79927398710")
    assert nir("255081416802538")
    assert iban("GB82WEST12345698765432")


def test_six_numbers_of_one_check_digit_prove_a_column_and_one_wrong_one_does_not():
    proven = tuple(f"{number}" for number in (9434765919, 9434765870, 4505577104, 9876543210, 4010232137, 9999999468))
    right = tuple(number for number in proven if is_proven(number))
    assert len(right) >= 4
    assert not is_proven_column(right[:4])
    assert not is_proven_column(("1234567890", *right))
