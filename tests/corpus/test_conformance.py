"""Real works before the judges that our own titles stand before, and their tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import Sample

# the tests of the samples, over the works: they ask for ``sample``, which is given here
from tests.samples.test_conformance import (  # noqa: F401
    test_ace_finds_nothing,
    test_epubcheck_finds_nothing,
    test_screen_pdfs_are_accessible,
    test_the_syntax_of_pdfs_is_sound,
)
from tests.samples.test_page_list import (  # noqa: F401
    test_each_break_stands_before_the_word_with_which_its_page_begins,
    test_every_page_of_the_print_edition_is_listed,
)
from tests.samples.test_tags import (  # noqa: F401
    tagged,
    test_every_paragraph_is_one_element,
    test_headings_have_the_levels_of_the_source,
    test_languages_are_those_of_the_manuscript,
    test_notes_and_calls_lead_to_each_other,
    test_pages_are_labelled_as_in_print,
    test_pictures_say_what_the_manuscript_says_for_them,
    test_the_contents_are_a_list_that_leads,
    test_the_reading_order_is_that_of_the_manuscript,
)

if TYPE_CHECKING:
    from .conftest import Built

pytestmark = [pytest.mark.slow, pytest.mark.validators]


@pytest.fixture(scope="session")
def sample(built: Built) -> Sample:
    """Give each work of the corpus, built, as the samples are given."""
    return Sample(built.slug, built.press, built.output)


@pytest.fixture(scope="session")
def samples(sample: Sample) -> list[Sample]:
    """Give it alone, to those tests that judge many at once."""
    return [sample]
