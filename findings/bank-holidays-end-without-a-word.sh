#!/usr/bin/env bash
# Past the last day of the list that it carries, govuk-bank-holidays takes every weekday for a working day, Christmas Day included.
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet govuk-bank-holidays==0.19
"$folder/venv/bin/python" - <<'END'
import datetime
from govuk_bank_holidays.bank_holidays import BankHolidays

calendar = BankHolidays(use_cached_holidays=True)
last = max(holiday["date"] for holiday in calendar.get_holidays(division="england-and-wales"))
christmas = datetime.date(last.year + 3, 12, 25)
while christmas.weekday() > 4:
    christmas = christmas.replace(year=christmas.year + 1)
taken = calendar.is_work_day(christmas, division="england-and-wales")
print("govuk-bank-holidays 0.19")
print(f"Its list ends on {last}. Expected of a day after that: an error, or an answer that says it is not known.")
print(f"Seen: is_work_day({christmas}), a Christmas Day on a weekday, is {taken}.")
raise SystemExit(0 if taken is True else 1)
END
