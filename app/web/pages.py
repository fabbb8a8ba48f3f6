"""Every module with pages, in the order in which addresses are looked up."""

from app.web import (
    answers,
    assessments,
    assets,
    baselines,
    consultation,
    consultees,
    desk,
    law,
    maps,
    officer,
    papers,
    rechecks,
    respond,
    respond_questions,
    sign_in,
    statements,
)

PAGES = (
    desk,
    assets,
    statements,
    law,
    maps,
    baselines,
    assessments,
    officer,
    papers,
    rechecks,
    sign_in,
    respond,
    respond_questions,
    consultation,
    consultees,
    answers,
)
