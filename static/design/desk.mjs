// The coordinators' case page asks for what changed; the server answers with the changed parts alone.
import htmx from "htmx.org/dist/htmx.esm.js";
import { busy, every, hold } from "./modules/anchor.mjs";

Object.assign(htmx.config, {
  allowEval: false,
  historyEnabled: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  responseHandling: [
    { code: "200", swap: true },
    { code: "...", swap: false },
  ],
});

const said = () => document.getElementById("live-said");
const timer = every(() => htmx.trigger("#live", "look"));

let letGo = () => {};

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  // A session that ended leads to another page: nothing of that belongs here.
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== location.pathname) {
    event.detail.shouldSwap = false;
    clearInterval(timer);
    said().hidden = false;
  }
  letGo = hold();
});

document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target } = event.detail;
  if (target.classList.contains("so-live") && busy(target)) {
    event.detail.shouldSwap = false;
    said().hidden = false;
  }
});

document.body.addEventListener("htmx:afterOnLoad", () => letGo());
