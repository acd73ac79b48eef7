// The family's board keeps itself up to date: what changed is put in place and said once.
import { busy, every, hold } from "./modules/anchor.mjs";

const root = document.querySelector("[data-live]");
const said = document.getElementById("live-said");
const parts = (page) => [...page.querySelectorAll("[data-live] .so-live")];
const rows = (page) => parts(page).map((part) => part.id).join();
let mark = root.dataset.live;

async function look() {
  const headers = { "X-Poll": "1", "If-None-Match": `"${mark}"` };
  const answer = await fetch(location.href, { headers, redirect: "manual", cache: "no-store" }).catch(() => null);
  if (!answer || answer.status === 304 || answer.status > 499) return;
  if (!answer.ok) return clearInterval(timer);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live]")?.dataset.live;
  if (fresh === mark) return;
  mark = fresh;
  if (!fresh || rows(page) !== rows(document)) {
    said.hidden = false;
    return clearInterval(timer);
  }
  const letGo = hold();
  tell(parts(page).filter(swap));
  letGo();
}

function swap(part) {
  const old = document.getElementById(part.id);
  if (old.innerHTML === part.innerHTML || busy(old)) return false;
  old.replaceWith(part);
  return true;
}

function tell(changed) {
  const words = (part, what) => part.querySelector(what)?.textContent.trim() ?? "";
  const text = changed.map((part) => `${words(part, "h2,h3")}: ${words(part, ".govuk-tag,p")}`).join(". ");
  if (text) document.getElementById("live-news").textContent = text;
}

const timer = every(look);
