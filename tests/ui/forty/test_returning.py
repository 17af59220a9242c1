"""The window comes back as it was left, less what is confidential: 20."""

from tests.ui import test_preferences
from tests.ui.test_preferences import file, remembered, start

__all__ = ["file", "remembered", "start"]


test_20_filters_order_and_widths_are_back = test_preferences.test_filters_order_widths_and_panel_are_back
test_20_the_last_place_is_back = test_preferences.test_the_place_that_was_open_is_back
test_20_the_window_is_as_large_as_it_was = test_preferences.test_the_window_is_as_large_as_it_was
test_20_nothing_confidential_is_remembered = (
    test_preferences.test_nothing_of_a_confidential_body_is_remembered
)
test_20_the_settings_file_holds_no_word_of_the_council = (
    test_preferences.test_the_preferences_hold_no_word_of_the_council
)
test_20_a_typed_text_is_not_remembered = test_preferences.test_a_typed_text_is_no_part_of_a_look
