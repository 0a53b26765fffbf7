// Reads the handler as it was deployed, from the embedded Lambda, so that the measured code is the code that runs.
import { writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** Writes the zip's `index.mjs` to `file`. */
export async function writeDeployedHandler(endpoint, functionName, file) {
  const { Code } = await (await fetch(`${endpoint}/2015-03-31/functions/${functionName}`)).json();
  const zip = Buffer.from(await (await fetch(Code.Location)).arrayBuffer());
  writeFileSync(file, entryOf(zip, 'index.mjs'));
}

/** Reads the central directory: name, sizes and place of each entry (APPNOTE 4.3.12). */
function entryOf(zip, wanted) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (name === wanted) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes);
    }
    at += 46 + nameLength + extra + comment;
  }
  throw new Error(`the deployed zip has no ${wanted}`);
}
