/** The lines of a stream with their numbers, one at a time. Only one line and one chunk of the stream are in memory. */
import type { Line } from '../../../aws/items/batch-lines.ts';
import { usageError } from '../../../errors.ts';

/** In bytes. An item of 400 KB in very small parts is a line with a tenth of this size. */
const LONGEST_LINE = 64_000_000;

const NEWLINE = 0x0a;

/** `from` is the number of the first wanted line. */
export async function* readLines(stream: AsyncIterable<unknown>, from = 1): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  const line = (): Line => {
    number += 1;
    const text = textOf(Buffer.concat(parts));
    parts = [];
    length = 0;
    if (text === undefined) return { number, text: '', fault: 'This is not UTF-8. Save the file in that encoding.' };
    return { number, text: number === 1 ? text.replace(/^\ufeff/, '') : text };
  };
  for await (const piece of stream) {
    let rest = Buffer.from(piece as Uint8Array);
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      parts.push(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      const whole = line();
      if (whole.number >= from) yield whole;
    }
    parts.push(rest);
    length += rest.length;
    if (length > LONGEST_LINE)
      throw usageError(`Line ${number + 1} has more than ${LONGEST_LINE} bytes, which is longer than any item.`);
  }
  if (length === 0) return;
  const last = line();
  if (last.number >= from) yield last;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
