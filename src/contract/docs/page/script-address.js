/** A package in the renderer's bundle asks where its script came from, and ends where it came from nowhere, as an inline one does. */
Object.defineProperty(document.currentScript, 'src', { value: location.href.replace(/[?#].*/, '') });
