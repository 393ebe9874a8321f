from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.sentences import sentence_starts

CASES = """
It rained. | We stayed. | Why? | No idea! | Fine.
He said “stop.” | She went on. | (It was late.) | Then: quiet.
‘Yes!’ | He left. | «Non.» | Il part. | [Sic.] | More.
Mr. Smith met Dr. Jones and Prof. Lee. | They spoke.
J. R. R. Tolkien and A.B. Yehoshua wrote. | U.S.A. Today prints. | Also E. Ω. Μέγας.
It cost 3.50 dollars. | Version 2.0.1 is out. | Visit example.com today. | OK
At 5 p.m. Eastern, i.e. Later, e.g. Now. | Done.
Acme Inc. Boston, Fig. 3 and pp. 400. | Next.
Wait... | What? | Well… | So it goes... and on. | End.
What?! | Really?? | Yes!!! | No.
He asked “why?” and left. | Done.
1. First item. | Second sentence.
a) First. | Second.
z.B. Berlin, d.h. Die Stadt, bzw. Hamburg usw. Und so. | Ende.
Hr. Müller wohnt Nr. 5 hier. | Er ist da.
Am 3. Oktober 1990 und im 19. Jahrhundert, z. B. Berlin, d. h. Die Stadt, u. a. Hamburg. | Ende 1990. | Ja.
Yes. | It works. | Oh no. | It is.
ខ្មែ។ | မာ။ | ሀገር። | ሀ፡ ሀ። | Հայ։ | Լավ
Mme. Curie, M. Dupont et Mlle. Durand. | Ils parlent.
¿Qué hora es? | Son las dos. | ¡Vaya! | El Sr. García llega. | Fin.
Он пришёл. | Она ушла. | А. С. Пушкин писал. | Конец.
Πού είσαι? | Εδώ. | Ναι.
هل هذا صحيح؟ | نعم. | جيد.
यह सच है। | वह गया॥ | ठीक है।
یہ سچ ہے۔ | وہ گیا۔ | ختم
今日は晴れ。|明日は雨！|本当？|「はい。」|そう。
他来了。|她走了？|好！ |完
半角｡|次の文｡ |終
3.5亿元。|增长2.1%。
Messrs. Vane and Mrs. Hill, Ltd. Partners. | La Sra. Gutiérrez vive en EE. UU. Con su hijo. | Fin.
Улица им. А. С. Пушкина. | Конец.
There are 8. | The list is long, and 12. | It is known since 3. März. | He won 3.
2. The second item. | More.
Heard on the BBC. | The news. | It is by me. | Yes.
Two  spaces.  | Three.   | Four.
A tab.	| Next.
Lower case. goes on! here too? yes
No end mark at all
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_sentence_ends(case: str) -> None:
    parts = [part.removeprefix(" ") if n else part for n, part in enumerate(case.split("|"))]
    text = "".join(parts)
    borders = [sum(map(len, parts[:n])) for n in range(1, len(parts))]
    assert sentence_starts(text, 0, len(text)) == borders


def test_only_the_given_stretch_is_looked_at() -> None:
    text = "Once more. There it is. Three times. Four times."
    assert sentence_starts(text, 11, 36) == [24]
    assert sentence_starts(text, 11, 37) == [24]
    assert sentence_starts(text, 11, 38) == [24, 37]
    assert sentence_starts("X. Y. Z", 3, 7) == []


@given(st.text(st.sampled_from(" .!?…。\"')aZé1\n漢")))
def test_borders_ascend_and_stand_before_text(text: str) -> None:
    borders = sentence_starts(text, 0, len(text))
    assert borders == sorted(set(borders))
    assert all(0 < at < len(text) and not text[at].isspace() for at in borders)
