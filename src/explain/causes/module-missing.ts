import type { Cause } from '../cause.ts';

export const moduleMissing: Cause = {
  id: 'module-missing',
  signs: { text: /Runtime\.ImportModuleError|Cannot find (?:module|package)|ERR_MODULE_NOT_FOUND|No module named/i },
  says: 'The function cannot load its code: a module that it imports is not in the zip.',
  fix: 'Add the package to the project, or to function.bundle, and start the function on this machine before the next deploy.',
  next: () => 'apikit validate',
};
