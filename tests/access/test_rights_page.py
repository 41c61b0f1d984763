from hubdesk.access.rights_page import page
from hubdesk.base.places import resource


def test_s08_the_manual_holds_the_table_that_is_kept_to() -> None:
    # python -m hubdesk.access.rights_page > resources/help/rights.md
    assert resource("help/rights.md").read_text("utf-8") == page()
