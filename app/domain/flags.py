"""Every flag that an assessment may raise, by its stable id: what it says in a few words.

Screens, tests and re-checks name flags by these ids; ``docs/evidence.md`` lists them.
"""

from collections.abc import Mapping

FLAGS: Mapping[str, str] = {
    "notice-misdirected": "the notice went to the board of another area",
    "notice-to-neighbour": "the notice went to a neighbouring board",
    "notice-after-as-at": "the notice bears a date after that of the assessment",
    "not-notifiable": "boards are not asked about this kind of application",
    "deadline-passed": "the last day for representations has passed",
    "deadline-differs": "the notice states another day to reply by than day 45",
    "deadline-not-a-working-day": "the day to reply by is at a weekend or a bank holiday",
    "notice-receipt-unknown": "when notice was given to the relevant board is not recorded",
    "pna-predecessor": "the needs assessment is that of a body before the board",
    "no-meeting-in-window": "no meeting of the board falls in the time for representations",
    "no-meeting-left": "no meeting of the board is left for which papers can still be published in time",
    "sign-off-by-officer": "an officer is to sign off for the board",
    "sign-off-not-recorded": "who signs off for the board is not recorded",
    "pna-overdue": "a revised needs assessment was due before the date of the assessment",
    "pna-not-in-force": "the needs assessment was not, or may not have been, published and in force on the day of the case",
    "law-not-checked": "changes to the law were not looked for up to the date of the assessment",
    "regulation-31": "the new premises adjoin or are close to listed premises",
    "different-boards": "the two sites of a consolidation lie in different boards' areas",
    "distance-selling": "a site is distance-selling premises",
    "distance-differs-from-claim": "the distance measured differs from the one claimed",
    "alternatives-differ-from-claim": "the number of pharmacies left within a mile differs from the one claimed",
    "positional-error": "the sites are nearer to each other than their points are good for",
    "site-not-listed": "a site was not found on the pharmacy list",
    "outside-baseline": "the needs assessment is not that of the premises' board",
    "far-from-street": "a site is far from any street of the data",
    "extract-edge": "people live near a border beyond which the data has no streets",
    "distance-selling-unknown": "the list does not say which premises are distance-selling",
    "hours-unknown": "the hours of a site are not known",
    "services-unknown": "the services of a site are not known",
    "hours-lost": "opening hours are lost",
    "services-lost": "services are lost",
    "one-group-changes": "one group of residents loses or gains the standard though the total hardly moves",
    "deprived-areas-go-farther": "people in the most deprived areas go much farther",
    "standard-assumed": "something of the standard was assumed",
    "service-name-not-in-force": "a service is named that did not exist on the date",
    "service-to-ask": "a service is named of which it has to be asked whose it is",
    "data-of-another-time": "a list, the map or the count of residents is of another time than the case",
    "data-undated": "the day of a part of the data is not known",
    "pna-before-list": "the needs assessment is older than the pharmacy list",
    "invented-data": "the data is made up",
}
