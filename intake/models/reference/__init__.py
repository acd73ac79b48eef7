"""Reference data: what the administrator edits, version by version."""

from .base import ListField, Revision, Row, TranslatedRow, key
from .checklist import Checklist, ChecklistChange, ChecklistGroup, ChecklistTrigger, RecordKind
from .illness import Diagnosis, FamilyWord, FollowUp
from .labels import CaseLabel, ItemLabel, RoleLabel, WaitingLabel
from .places import ContactPoint, CountryZone, Holiday, RoutingRule, UsState
from .questions import Choice, Question, QuestionPage, QuestionStep, Reason, Timing
from .reasons import Alternative, DeclineReason, OtherReason, RejectReason
from .texts import NoticeText, Text
from .urgency import PriorityRule, PriorityTarget, RedFlag, ReminderRule

# The name of a table is its file in intake/data/ and its attribute of a snapshot.
TABLES: dict[str, type[Row]] = {
    "questions": Question,
    "question_pages": QuestionPage,
    "question_steps": QuestionStep,
    "choices": Choice,
    "reasons": Reason,
    "timings": Timing,
    "checklist_groups": ChecklistGroup,
    "record_items": RecordKind,
    "record_checklist": Checklist,
    "checklist_triggers": ChecklistTrigger,
    "checklist_changes": ChecklistChange,
    "case_states": CaseLabel,
    "item_states": ItemLabel,
    "waiting_on": WaitingLabel,
    "roles": RoleLabel,
    "reject_reasons": RejectReason,
    "decline_reasons": DeclineReason,
    "other_reasons": OtherReason,
    "alternatives": Alternative,
    "contacts": ContactPoint,
    "routing": RoutingRule,
    "us_states": UsState,
    "country_zones": CountryZone,
    "holidays": Holiday,
    "red_flags": RedFlag,
    "priority_rules": PriorityRule,
    "priority_targets": PriorityTarget,
    "chasing": ReminderRule,
    "diagnoses": Diagnosis,
    "family_words": FamilyWord,
    "family_word_followups": FollowUp,
    "notice_texts": NoticeText,
    "texts": Text,
}

__all__ = [
    "TABLES", "Alternative", "CaseLabel", "Checklist", "ChecklistChange", "ChecklistGroup", "ChecklistTrigger",
    "Choice", "ContactPoint", "CountryZone", "DeclineReason", "Diagnosis", "FamilyWord", "FollowUp", "Holiday",
    "ItemLabel", "ListField", "NoticeText", "OtherReason", "PriorityRule", "PriorityTarget", "Question",
    "QuestionPage", "QuestionStep", "Reason", "RecordKind", "RedFlag", "RejectReason", "ReminderRule", "Revision",
    "RoleLabel", "RoutingRule", "Row", "Text", "Timing", "TranslatedRow", "UsState", "WaitingLabel", "key",
]  # fmt: skip
