"""What the templates of templates/govuk/ need to know of a bound field: parts, options, errors, their ids."""

from django import forms
from django.forms.formsets import BaseFormSet

STOCK = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "tick"),
    (forms.FileInput, "file_upload"),
)
CLASSES = {
    "input": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file_upload": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "tick": "govuk-checkboxes__input",
}
FAILED = {"input": "govuk-input", "password": "govuk-input"}


def component(bound):
    widget = bound.field.widget
    own = getattr(widget, "component", "")
    return own or next((name for kind, name in STOCK if isinstance(widget, kind)), "input")


def component_template(bound):
    return f"govuk/components/{component(bound)}.html"


def control(bound):
    """The native control of a field that has only one."""
    kind = component(bound)
    classes = [bound.field.widget.attrs.get("class", ""), CLASSES.get(kind, "")]
    attrs = {}
    if bound.errors and kind in CLASSES and kind != "tick":
        classes.append(f"{FAILED.get(kind, CLASSES[kind])}--error")
    if kind == "textarea" and limit(bound):
        classes.append("govuk-js-character-count")
        attrs["aria-describedby"] = f"{bound.aria_describedby or ''} {bound.auto_id}-info".strip()
    if getattr(bound.field, "suggest", ()):
        attrs["list"] = f"{bound.auto_id}-words"
    return bound.as_widget(attrs={**attrs, "class": " ".join(filter(None, classes))})


def limit(bound):
    return getattr(bound.field, "max_length", None)


def companion(bound, name):
    """Another field of the same form, or None."""
    return bound.form[name] if name in bound.form.fields else None


def unknown_box(bound):
    return companion(bound, f"{bound.name}_unknown") if getattr(bound.field, "unknown", False) else None


def reveals(bound):
    """(value, field shown under it), the value "*" for any."""
    shown = getattr(bound.field, "reveals", None) or {}
    return [(value, companion(bound, name)) for value, name in shown.items() if name in bound.form.fields]


def drawn_elsewhere(bound):
    """True for what another field draws: its box "I do not know", or what one of its answers reveals."""
    if component(bound) == "nothing":
        return True
    return any(bound.name in (getattr(field, "reveals", None) or {}).values() for field in bound.form.fields.values())


def options(bound):
    """The answers of radios and checkboxes, those that stand alone marked."""
    hints, alone = getattr(bound.field, "hints", {}), getattr(bound.field, "exclusive", ())
    shown = dict(reveals(bound))
    for place, option in enumerate(bound.subwidgets):
        value = str(option.data["value"])
        yield {
            "id": option.id_for_label,
            "value": value,
            "label": option.choice_label,
            "checked": option.data["selected"],
            "hint": hints.get(value, ""),
            "alone": value in alone,
            "divider": bool(place) and value in alone,
            "reveal": shown.get(value),
        }


def parts(bound):
    """The inputs of an answer in several parts, each with its label and its own errors."""
    widget, failed = bound.field.widget, _errors_by_part(bound)
    attrs = bound.build_widget_attrs({"id": bound.auto_id})
    attrs.pop("aria-invalid", None)  # said at the parts that are wrong only
    drawn = widget.get_context(bound.html_name, bound.value(), attrs)["widget"]["subwidgets"]
    for (name, label), sub, box in zip(widget.labels.items(), drawn, widget.widgets, strict=True):
        errors = failed.get(name, failed.get("", []))
        kind = CLASSES[box.component]
        own = ["govuk-date-input__input"] if component(bound) == "date_input" else []
        classes = [kind, *own, box.attrs.get("class", ""), f"{kind}--error" if errors else ""]
        sub["attrs"]["class"] = " ".join(filter(None, classes))
        if errors:
            sub["attrs"]["aria-invalid"] = "true"
            if name in failed and component(bound) == "address":
                sub["attrs"]["aria-describedby"] = f"{sub['attrs']['id']}_error"
        html = box.render(sub["name"], sub["value"], sub["attrs"], bound.form.renderer)
        yield {"name": name, "label": label, "id": sub["attrs"]["id"], "html": html, "errors": failed.get(name, [])}


def button_classes(button):
    """A crispy button's own classes without Bootstrap's."""
    own = (name for name in button.field_classes.split() if not name.startswith("btn") and name != "button")
    return " ".join(["govuk-button", *own])


def whole_errors(bound):
    """The errors of an answer in parts that are about no single part."""
    return _errors_by_part(bound).get("", [])


def error_items(form):
    """Every error in page order, with the id of the control it is about."""
    if not form:
        return []
    if isinstance(form, BaseFormSet):
        own = [{"id": "", "text": text} for text in form.non_form_errors()]
        return own + [item for row in form for item in error_items(row)]
    items = [{"id": "", "text": text} for text in form.non_field_errors()]
    found = form.errors.as_data()
    for name in form.fields:
        for error in found.get(name, ()):
            items.append({"id": _target(form[name], error.code), "text": error.messages[0]})
    return items


def _target(bound, code):
    kind = component(bound)
    if kind in ("radios", "checkboxes"):
        return f"{bound.auto_id}_0"
    names = list(getattr(bound.field.widget, "labels", ()))
    if names:
        return f"{bound.auto_id}_{min((names.index(name) for name in _named(code, names)), default=0)}"
    return bound.auto_id


def _named(code, names):
    return [name for name in names if name in (code or "").split("_")]


def _errors_by_part(bound):
    names = list(bound.field.widget.labels)
    failed = {}
    for error in bound.form.errors.as_data().get(bound.name, ()):
        for name in _named(error.code, names) or [""]:
            failed.setdefault(name, []).append(error.messages[0])
    return failed
