/** A package in the renderer's bundle reads the address of its script, and fails for an inline script, which has none. */
Object.defineProperty(document.currentScript, 'src', { value: location.href.replace(/[?#].*/, '') });
