// Single keys on the page where a file is looked at. Each has a button; none does what cannot be undone.
const OFF = "single-keys", PAUSE = 1200;
const panel = document.getElementById("keys"), opener = document.getElementById("keys-button"), box = document.getElementById("keys-on");
let typed = "", timer = 0, before = null;

const find = (key) => document.querySelector(`[data-key="${key}"]`);
const writes = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]");

function show(open) {
  if (open) before = document.activeElement;
  panel.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) panel.querySelector("h2").focus();
  else before?.focus();
}

// "1" then "2" within a moment is twelve.
function pick(digit) {
  const radios = [...document.querySelectorAll("details[data-key=r][open] input[type=radio]")];
  if (!radios.length) return false;
  clearTimeout(timer);
  typed = Number(typed + digit) <= radios.length ? typed + digit : digit;
  timer = setTimeout(() => { typed = ""; }, PAUSE);
  const radio = radios[Number(typed) - 1];
  if (radio) {
    radio.checked = true;
    radio.focus();
  }
  return true;
}

function reject() {
  const details = find("r");
  if (!details) return;
  details.open = true;
  details.querySelector("input[type=radio]:checked, input[type=radio]")?.focus();
}

function escape() {
  const details = document.querySelector("details[data-key=r][open]");
  if (!panel.hidden) show(false);
  else if (details) {
    details.open = false;
    details.querySelector("summary").focus();
  }
}

const ACTS = {
  "?": () => show(panel.hidden),
  r: reject,
  m: () => document.querySelector("select[name=item]")?.focus(),
};

addEventListener("keydown", (event) => {
  if (event.key === "Escape") return escape();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writes(event.target)) return;
  if (!box.checked && event.key !== "?") return;
  if (/^[0-9]$/.test(event.key) ? pick(event.key) : run(event.key)) event.preventDefault();
});

function run(key) {
  if (Object.hasOwn(ACTS, key)) ACTS[key]();
  else if (/^[afnp]$/.test(key) && find(key)) find(key).click();
  else return false;
  return true;
}

opener.hidden = false;
opener.addEventListener("click", () => show(panel.hidden));
try {
  box.checked = localStorage.getItem(OFF) !== "off";
} catch { /* a browser that keeps nothing: the keys are on */ }
box.addEventListener("change", () => {
  try {
    localStorage.setItem(OFF, box.checked ? "on" : "off");
  } catch { /* only for this page then */ }
});
