// Files of a form go up in pieces that survive a cut. What a row says stands in rows.mjs.
import { busy, known, words } from "./modules/answers.mjs";
import { fingerprint, unique } from "./modules/marks.mjs";
import { looks } from "./modules/photos.mjs";
import { Row, say } from "./modules/rows.mjs";

const AT_ONCE = 2, SOON = 5000, SMALL = 4 * 1024 ** 2, MANY = 20;
const WAITS = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000];
let page;

export function choose(box, input) {
  page ??= begin(box);
  const files = [...input.files];
  const isFolder = input.webkitdirectory || files.length > MANY;
  const rows = isFolder ? [new Row(page, files)] : files.map((file) => new Row(page, [file]));
  page.rows.push(...rows);
  if (!isFolder) look(rows);
  input.value = "";
  for (const each of page.form.querySelectorAll("input[type=file]")) each.required = false;
  if (page.running) next();
}

// One photo after the other: each is unpacked whole.
async function look(rows) {
  for (const row of rows) row.warn(page.words[await looks(row.files[0])]);
}

function begin(box) {
  const form = box.closest("form");
  const found = { box, form, rows: [], live: new Set(), batch: unique(), running: false, said: -1 };
  found.words = JSON.parse(box.querySelector("script[type='application/json']").textContent);
  found.batches = new Set([found.batch]);
  found.status = box.querySelector("[role=status]");
  found.list = document.createElement("ul");
  found.status.before(found.list);
  found.wake = next;
  found.look = async () => { page.known = await known(page); };
  found.changed = changed;
  form.addEventListener("submit", submit);
  addEventListener("beforeunload", (event) => { if (page.running) event.preventDefault(); });
  addEventListener("offline", () => { say(page, page.words.offline); });
  addEventListener("online", () => { for (const row of page.rows) if (row.failed) row.goOn(); });
  return found;
}

async function submit(event) {
  if (!page.rows.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const radios = [...page.form.querySelectorAll("input[type=radio][name=item]")];
  if (radios.length && !radios.some((radio) => radio.checked)) {
    say(page, page.words.item);
    radios[0].focus();
    return;
  }
  if (page.running) return;
  page.running = true;
  page.item = new FormData(page.form).get("item") ?? "";
  page.tus ??= await import(page.box.dataset.tus);
  page.known = await known(page);
  next();
}

function next() {
  if (!page.running) return;
  for (const row of page.rows) {
    while (page.live.size < AT_ONCE && row.waiting.length && !row.paused) start(row, row.waiting.shift());
  }
  changed();
}

async function start(row, file) {
  page.live.add(file);
  row.live.set(file, null);
  const mark = await fingerprint(file, page.box.dataset.case);
  if (!row.live.has(file)) return;
  const upload = new page.tus.Upload(file, options(row, file, mark));
  row.live.set(file, upload);
  upload.start();
}

function options(row, file, mark) {
  const metadata = { filename: file.name, case: page.box.dataset.case, batch: page.batch, fingerprint: mark };
  if (/^\d+$/.test(page.item)) metadata.item = page.item;
  if (file.webkitRelativePath) metadata.path = file.webkitRelativePath;
  const earlier = mark ? page.known.get(mark) : null;
  if (earlier?.batch) page.batches.add(earlier.batch);
  return {
    endpoint: "/files/", uploadUrl: earlier?.url ?? null, metadata,
    headers: { "X-CSRFToken": page.form.querySelector("[name=csrfmiddlewaretoken]").value },
    retryDelays: WAITS, storeFingerprintForResuming: false,
    uploadDataDuringCreation: file.size <= SMALL,
    onProgress: (sent) => row.progress(file, sent),
    onSuccess: () => over(row, file, null),
    onError: (error) => (busy(error) ? later(row, file, mark) : over(row, file, error)),
  };
}

function over(row, file, error) {
  page.live.delete(file);
  row.live.delete(file);
  if (error) row.fail(file, words(error, page));
  else row.done(file);
  next();
}

function later(row, file, mark) {
  const { url } = row.live.get(file);
  if (mark && url) page.known.set(mark, { url, batch: page.batch });
  page.live.delete(file);
  row.live.delete(file);
  row.waiting.unshift(file);
  if (!row.live.size) row.show(page.words.turn);
  setTimeout(next, SOON);
}

// All there: the server's own page says what it has, as it does without script.
function changed() {
  const { rows } = page;
  const all = rows.reduce((sum, row) => sum + row.size, 0), sent = rows.reduce((sum, row) => sum + row.sent, 0);
  const quarter = all ? Math.floor((4 * sent) / all) : 0;
  if (page.running && quarter > page.said) {
    page.said = quarter;
    const said = page.words.total.replace("{percent}", percent(quarter / 4));
    say(page, quarter < 4 ? `${said}. ${page.words.open}` : said);
  }
  if (page.running && !rows.length) { page.running = false; page.said = -1; }
  if (!page.running || !rows.every((row) => row.isDone())) return;
  page.running = false;
  for (const value of page.batches) {
    page.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "batch", value }));
  }
  for (const input of page.form.querySelectorAll("input[type=file]")) input.disabled = true;
  setTimeout(() => HTMLFormElement.prototype.submit.call(page.form), 700);
}

function percent(part) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(part);
}
