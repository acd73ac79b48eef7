// What the server says while files go up. What it has of earlier days; the browser itself keeps nothing.
export async function known(page) {
  try {
    const answer = await fetch(`/files/?case=${page.box.dataset.case}`, { headers: { "X-Poll": "1" } });
    const { uploads } = await answer.json();
    return new Map(uploads.map((each) => [each.fingerprint, each]));
  } catch {
    return new Map();
  }
}

// This session sends as much as it may, perhaps in another window; or the server does. Its turn comes.
export function busy(error) {
  return [429, 503].includes(error.originalResponse?.getStatus());
}

export function words(error, page) {
  const answer = error.originalResponse;
  if (answer?.getStatus() === 401 || answer?.getStatus() === 403) return page.words.session;
  if (!answer) return navigator.onLine ? page.words.failed : page.words.offline;
  const said = answer.getBody() ?? "";
  return said && !said.startsWith("<") && said.length < 300 ? said : page.words.failed;
}
