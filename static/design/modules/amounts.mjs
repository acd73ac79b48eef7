// How far an upload is, in the words of the page: sizes, percent, what is left.
export function far(words, sent, all, speed) {
  const share = new Intl.NumberFormat(lang(), { style: "percent" }).format(all ? sent / all : 0);
  const seconds = speed > 0 ? (all - sent) / speed : 0;
  const left = seconds < 60 ? unit(Math.ceil(seconds), "second") : unit(Math.ceil(seconds / 60), "minute");
  const parts = { percent: share, size: size(all), speed: unit(speed / 1e6, "megabyte-per-second"), left };
  return words.progress.replace(/{(\w+)}/g, (_, name) => parts[name]);
}

export function size(bytes) {
  const steps = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(3, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return unit(bytes / 1000 ** step, steps[step], "short");
}

function unit(value, name, display = "long") {
  const style = { style: "unit", unit: name, unitDisplay: name.includes("-") ? "short" : display };
  return new Intl.NumberFormat(lang(), { ...style, maximumFractionDigits: value < 10 && !/second$|minute/.test(name) ? 1 : 0 }).format(value);
}

export const number = (value) => new Intl.NumberFormat(lang()).format(value);
const lang = () => document.documentElement.lang;
