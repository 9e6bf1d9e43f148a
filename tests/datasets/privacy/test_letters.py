from clinicell.datasets.privacy.letters import alike, folded


def test_dashes_blanks_and_digits_of_every_kind_are_made_alike():
    assert alike("12\u201303\u20132019") == "12-03-2019"
    assert alike("12\u00a0034\u202f567") == "12 034 567"
    assert alike("\u0661\u0662\u0663") == "123"
    assert alike("\uff11\uff12") == "12"
    assert alike("Qui\u200bspe") == "Quispe"


def test_letters_lose_their_marks_and_plain_text_stays_as_it_is():
    assert folded("Łukasz Ørsted, Þóra, Strauß, Núñez") == "Lukasz Orsted, Thora, Strauss, Nunez"
    plain = "CD34+ cells"
    assert folded(plain) is plain
    assert alike(plain) is plain
