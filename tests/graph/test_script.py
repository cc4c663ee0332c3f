"""Cyrillic → Latin, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.graph.script import latin

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"


@pytest.mark.parametrize(
    ("cyrillic", "expected"),
    [
        ("Шумадијски цвет", "Šumadijski cvet"),
        ("Књажевац", "Knjaževac"),
        ("ЊЕГОШ", "NJEGOŠ"),
        ("Његош", "Njegoš"),
        ("Џеп", "Džep"),
        ("КОЊ", "KONJ"),
        ("Љ", "Lj"),
        ("кластер БИПОМ (cg:date, 50 %)", "klaster BIPOM (cg:date, 50 %)"),
        ("", ""),
    ],
)
def test_letters(cyrillic: str, expected: str) -> None:
    """Digraphs follow the case of what is around them; what is not Cyrillic stays."""
    assert latin(cyrillic) == expected


@given(st.text(alphabet=CYRILLIC + CYRILLIC.upper() + " -1aZč"))
def test_nothing_is_lost(text: str) -> None:
    """No Cyrillic letter remains, and case does not change what the letters are."""
    written = latin(text)
    assert not set(written.lower()) & set(CYRILLIC)
    assert written.lower() == latin(text.lower())


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_latin_text_stays(text: str) -> None:
    """It runs over messages that hold technical names."""
    assert latin(text) == text
