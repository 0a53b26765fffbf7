/** The start page's list of operations. Texts of the contract become text nodes, never HTML. */

/** Expects the `tags` of the renderer's specification. Calls `open` with the ID of the chosen operation. */
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
