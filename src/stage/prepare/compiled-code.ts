/** Whether a zip holds code that is compiled for one kind of machine: shared libraries and add-ons of Node.js. */
import { unzipSync } from 'fflate';

export function hasCompiledCode(zip: Uint8Array): boolean {
  let found = false;
  // Nothing is unpacked: the names say enough.
  unzipSync(zip, {
    filter({ name }) {
      found ||= /\.(node|so|pyd)$|\.so\.\d/.test(name);
      return false;
    },
  });
  return found;
}
