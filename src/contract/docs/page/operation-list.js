/** The start page's list of operations. What a contract says becomes text only, never HTML. */

/** `tags` of the renderer's specification; `open` is called with the id of the operation that was chosen. */
export function operationList(tags, open) {
  const list = document.createElement('table');
  list.slot = 'overview-footer';
  for (const { elementId, method, path, summary } of tags.flatMap(({ paths }) => paths)) {
    const row = list.insertRow();
    row.insertCell().textContent = method.toUpperCase();
    const link = document.createElement('a');
    link.href = `#?route=${encodeURIComponent(elementId)}`;
    link.textContent = path;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      open(elementId);
    });
    row.insertCell().append(link);
    row.insertCell().textContent = summary ?? '';
  }
  return list;
}
