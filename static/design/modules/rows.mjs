// One row a file, or one for a whole folder: how far it is, how fast, how long still; pause, go on, remove.
import { far, number, size } from "./amounts.mjs";

export function say(page, text) {
  page.status.textContent = text;
}

export class Row {
  constructor(page, files) {
    this.page = page;
    this.files = files;
    this.waiting = [...files];
    this.live = new Map();
    this.failed = null;
    this.gone = new Map();
    this.size = files.reduce((sum, file) => sum + file.size, 0);
    this.finished = this.parts = 0;
    this.paused = false;
    this.draw();
  }

  get sent() {
    return this.finished + [...this.gone.values()].reduce((sum, part) => sum + part, 0);
  }

  draw() {
    const { words } = this.page;
    this.line = make("li", "so-upload");
    const head = make("div", "so-board__head");
    this.name = make("bdi");
    const [first] = this.files, folder = first?.webkitRelativePath.split("/")[0];
    const count = words.count.replace("{count}", number(this.files.length));
    this.name.textContent = this.files.length === 1 ? first.name : folder ? `${folder}: ${count}` : count;
    this.bar = Object.assign(make("progress", "so-upload__bar"), { max: this.size || 1, value: 0 });
    this.bar.setAttribute("aria-label", this.name.textContent);
    this.text = make("span", "so-upload__text");
    this.error = make("p", "govuk-error-message");
    this.error.hidden = true;
    this.error.setAttribute("role", "alert");
    this.pauser = this.button(words.pause, () => (this.paused ? this.goOn() : this.pause()));
    head.append(this.name, this.text);
    this.line.append(head, this.bar, this.error, this.pauser, this.button(words.remove, () => this.remove()));
    this.page.list.append(this.line);
    this.show(`${size(this.size)}. ${words.waiting}`);
  }

  button(text, act) {
    const found = make("button", "so-link");
    found.type = "button";
    found.append(text, Object.assign(make("span", "govuk-visually-hidden"), { textContent: ` ${this.name.textContent}` }));
    found.addEventListener("click", act);
    return found;
  }

  warn(text) {
    if (!text) return;
    const line = Object.assign(make("p", "so-upload__warning"), { textContent: text });
    line.setAttribute("role", "status");
    this.error.before(line);
  }

  show(text) {
    this.text.textContent = text;
  }

  progress(file, sent) {
    this.gone.set(file, sent);
    const now = performance.now();
    this.since ??= { at: now, sent: this.sent };
    this.bar.value = this.sent;
    if (now - (this.shown ?? 0) < 500) return;
    this.shown = now;
    const speed = ((this.sent - this.since.sent) * 1000) / Math.max(now - this.since.at, 1);
    this.show(far(this.page.words, this.sent, this.size, speed));
    this.page.changed();
  }

  done(file) {
    this.gone.delete(file);
    this.finished += file.size;
    this.parts += 1;
    this.bar.value = this.sent;
    if (this.isDone()) {
      this.show(this.page.words.sent);
      this.pauser.hidden = true;
    }
  }

  isDone() {
    return this.parts === this.files.length;
  }

  fail(file, words) {
    this.gone.delete(file);
    this.waiting.push(file);
    this.failed = words;
    this.error.textContent = this.files.length > 1 ? `${file.name}: ${words}` : words;
    this.error.hidden = false;
    this.stop(this.page.words.retry);
  }

  pause() {
    for (const [file, upload] of this.live) {
      upload?.abort();
      this.page.live.delete(file);
      this.waiting.unshift(file);
    }
    this.live.clear();
    this.stop(this.page.words.goOn);
    this.show(this.page.words.paused);
    this.page.wake();
  }

  stop(text) {
    this.paused = true;
    this.pauser.firstChild.textContent = text;
  }

  async goOn() {
    this.paused = false;
    this.failed = this.since = null;
    this.error.hidden = true;
    this.pauser.firstChild.textContent = this.page.words.pause;
    await this.page.look();
    this.page.wake();
  }

  remove() {
    for (const [file, upload] of this.live) {
      upload?.abort(true);
      this.page.live.delete(file);
    }
    this.live.clear();
    this.page.rows.splice(this.page.rows.indexOf(this), 1);
    this.line.remove();
    this.page.wake();
    this.page.changed();
  }
}

function make(tag, kind = "") {
  const found = document.createElement(tag);
  found.className = kind;
  return found;
}
