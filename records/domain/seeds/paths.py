"""Believable histories: the steps to each state, with what the table of moves says of them."""

from intake.states import ENDED, TRANSITIONS, CaseStatus

S = CaseStatus
TAKEN = ["submit", "take", "assigned"]
GATHERED = [*TAKEN, "accept", "complete"]
READ = [*GATHERED, "start_review", "sign", "deliver"]
STEPS = {
    S.SUBMITTED: TAKEN[:1],
    S.IN_TRIAGE: TAKEN,
    S.NEEDS_INFORMATION: [*TAKEN, "ask"],
    S.COLLECTING_RECORDS: [*TAKEN, "accept"],
    S.READY_FOR_REVIEW: GATHERED,
    S.IN_REVIEW: READ[:-2],
    S.OPINION_READY: READ[:-1],
    S.DELIVERED: READ,
    S.CLOSED: [*READ, "close"],
    S.DECLINED: [*TAKEN, "decline"],
    S.WITHDRAWN: [*TAKEN, "accept", "withdraw"],
    S.MERGED: ["submit", "merge"],
    S.DECEASED: [*TAKEN, "accept", "death_reported", "confirm_death"],
}
LONGEST = 1 + max(map(len, STEPS.values()))
SHARES = {  # of a hundred open, of a hundred ended
    S.SUBMITTED: 12, S.IN_TRIAGE: 10, S.NEEDS_INFORMATION: 8, S.COLLECTING_RECORDS: 38, S.READY_FOR_REVIEW: 8,
    S.IN_REVIEW: 14, S.OPINION_READY: 4, S.DELIVERED: 6,
    S.CLOSED: 64, S.WITHDRAWN: 14, S.DECLINED: 12, S.MERGED: 6, S.DECEASED: 4,
}  # fmt: skip
WHO = {  # everybody else's steps are the coordinator's
    "submit": "family", "withdraw": "family", "complete": "system", "start_review": "oncology", "sign": "oncology",
}  # fmt: skip
TURNS = {
    S.SUBMITTED: ("coordinator", "take"), S.IN_TRIAGE: ("coordinator", "accept"),
    S.NEEDS_INFORMATION: ("family", "answer"), S.COLLECTING_RECORDS: ("family", "send_records"),
    S.READY_FOR_REVIEW: ("coordinator", "start_review"), S.IN_REVIEW: ("oncology", "write_opinion"),
    S.OPINION_READY: ("coordinator", "deliver"), S.DELIVERED: ("family", "read_opinion"),
}  # fmt: skip
WHOLE = {S.READY_FOR_REVIEW, S.IN_REVIEW, S.OPINION_READY, S.DELIVERED, S.CLOSED}  # every record has come
HALF = {S.COLLECTING_RECORDS, S.WITHDRAWN, S.DECEASED}  # some have
WHY = {S.DECLINED: "age", S.WITHDRAWN: "got_answer", S.MERGED: "duplicate"}
STAMPS = ("submitted", "ready", "review", "delivered", "ended")


def steps():
    """-> (state, number, action, before, after, who) of every event; the first is the beginning"""
    for status, actions in STEPS.items():
        yield status, 1, "started", "", S.DRAFT, "family"
        before = S.DRAFT
        for number, action in enumerate(actions, start=2):
            move = TRANSITIONS.get(action)
            after = move.target if move else ""
            yield status, number, action, before if move else "", after, WHO.get(action, "coordinator")
            before = after or before


def paths():
    """-> one row a state: how long its history is, and which event set which moment"""
    low = {True: 0, False: 0}
    for status, actions in STEPS.items():
        is_open = status not in ENDED
        places = {stem: _place(actions, stem) for stem in STAMPS}
        accepted = actions.index("accept") + 2 if "accept" in actions else None
        taken = actions.index("take") + 2 if "take" in actions else None
        stage = "whole" if status in WHOLE else "half" if status in HALF else "none"
        moves = sum(action in TRANSITIONS for action in actions)
        turn = TURNS.get(status, ("nobody", ""))
        yield (
            status, is_open, low[is_open], low[is_open] + SHARES[status], len(actions) + 1, moves + 1, _before(status),
            *places.values(), taken, accepted, stage, *turn, WHY.get(status, ""), WHO.get(actions[-1], "coordinator"),
        )  # fmt: skip
        low[is_open] += SHARES[status]


def _place(actions, stem):
    return next((n for n, action in enumerate(actions, start=2) if _stamps(action) == stem), None)


def _stamps(action):
    return TRANSITIONS[action].stamps if action in TRANSITIONS else ""


def _before(status):
    return next(before for state, *_, before, after, _ in reversed(list(steps())) if (state, after) == (status, status))
