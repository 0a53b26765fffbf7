/** The lines of a stream, one at a time, with their numbers: never more than one line and one piece of the stream in memory. */
import { StringDecoder } from 'node:string_decoder';
import type { Line } from '../aws/items/batch-lines.ts';
import { usageError } from '../errors.ts';

/** Characters. An item of 400 KB in very small parts is a tenth of this as a line. */
const LONGEST_LINE = 64_000_000;

/** `from`: the number of the first line that is wanted. */
export async function* readLines(stream: AsyncIterable<unknown>, from = 1): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  let number = 0;
  const line = (): Line => {
    number += 1;
    const text = parts.join('');
    parts = [];
    length = 0;
    return { number, text: number === 1 ? text.replace(/^\ufeff/, '') : text };
  };
  for await (const piece of stream) {
    const [first = '', ...rest] = decoder.write(Buffer.from(piece as Uint8Array)).split('\n');
    parts.push(first);
    length += first.length;
    for (const next of rest) {
      const whole = line();
      if (whole.number >= from) yield whole;
      parts.push(next);
      length = next.length;
    }
    if (length > LONGEST_LINE)
      throw usageError(`Line ${number + 1} has more than ${LONGEST_LINE} characters, which no item has.`);
  }
  if (length === 0) return;
  const last = line();
  if (last.number >= from) yield last;
}
