// A photo of paper is looked at before it is sent: what is dark or blurred nobody can read later. It only warns.
// The measures are those of the server (records/scanning/photo.py).
const SIDE = 1000, DARK = 70, BLURRED = 40;

export async function looks(file) {
  if (!file.type.startsWith("image/")) return "";
  try {
    const image = await createImageBitmap(file);
    const grey = shades(image);
    image.close();
    if (mean(grey.data) < DARK) return "dark";
    return spread(grey) < BLURRED ? "blurred" : "";
  } catch {
    return ""; // a kind that this browser cannot open
  }
}

function shades(image) {
  const part = Math.min(1, SIDE / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * part)), height = Math.max(1, Math.round(image.height * part));
  const pen = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, width, height);
  const colours = pen.getImageData(0, 0, width, height).data, data = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < data.length; at += 1, from += 4) {
    data[at] = 0.299 * colours[from] + 0.587 * colours[from + 1] + 0.114 * colours[from + 2];
  }
  return { data, width, height };
}

function mean(data) {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

// How much the edges differ: in a blurred picture there are none.
function spread({ data, width, height }) {
  let sum = 0, squares = 0, count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const edge = data[at - width] + data[at - 1] - 4 * data[at] + data[at + 1] + data[at + width];
      const kept = Math.max(-128, Math.min(127, edge));
      sum += kept;
      squares += kept * kept;
      count += 1;
    }
  }
  return count ? squares / count - (sum / count) ** 2 : Infinity;
}
