/** The committed documents of others, as `[package/file, text]`. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export function committedCorpus(): [string, string][] {
  const packed = readFileSync(new URL('committed.json.gz', import.meta.url));
  return Object.entries(JSON.parse(gunzipSync(packed).toString()) as Record<string, string>);
}
