"""Packages between a hub and its lead: from the journal to a file, and from files to a merge.

Where to begin: `export` writes a hub's package, `merge` takes packages in at the lead, `returning` writes what goes back and
`take_return` takes it in; between the two computers of one hub `machines` does both. What each of them stands on:

what leaves       `sent` (by declaration), `agreement` and `leaving` (by agreement), `to_send`, `totals`;
                  its lines: `entries_read`, ahead of `entry_lines`
the file          `package`, `package_body`, `sealed_pieces`; a line beside the changes: `beside`; ends of logs: `heads`
whom to trust     `invitation`, `correspondents`, `whose`, `proofs`, `wrong_clock`
one merge         `merging`: each file by `ranges`, `forks`, `applying`, `at_once`; then `settling` and `rule_check`;
                  `at_once` weighs, while in the `database_thread` what is `here` is read and `standing_rows` are written;
                  rows themselves: `rows`, `writing_rows`; what cannot be taken in yet: `aside`, `parked_pieces`, and not at all: `apart`
who knew what     `epochs`, `told`, and of its own only a part: `in_part`; how a record then stands: `hubdesk.store.standing`
people decide     `resolving`, `by_rule`, `came_back`, `unmerging`
at a glance       `hubs`, `merged`, `merge_report`, `what_leaves`, `example`, `inspecting`

May import operations, reports and below. To let a package tell something new: a line beside its changes, which an earlier
version passes over.
"""
