/** Tells whether a zip has code that is compiled for one kind of machine: shared libraries and add-ons of Node.js. */
import { unzipSync } from 'fflate';

export function hasCompiledCode(zip: Uint8Array): boolean {
  let found = false;
  // Nothing is unpacked: the file names are enough.
  unzipSync(zip, {
    filter({ name }) {
      found ||= /\.(node|so|pyd)$|\.so\.\d/.test(name);
      return false;
    },
  });
  return found;
}
