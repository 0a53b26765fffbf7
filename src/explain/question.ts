/** The subject of `apikit explain`: a request, a response or an error. Pure. */
import { codeIn } from './error-type.ts';
import type { Symptom } from './symptom.ts';

export type Question =
  /** A request ID of API Gateway or Lambda, or its beginning, as `tail-logs` shows it. */
  | {
      readonly about: 'request';
      readonly id: string;
      /** The pasted text that contains the ID. */
      readonly within?: Symptom;
    }
  /** `path` does not include the stage. `url` is set if the user gave a whole address. */
  | {
      readonly about: 'call';
      readonly method: string;
      readonly path: string;
      readonly url?: string;
      readonly origin?: string;
    }
  | { readonly about: 'symptom'; readonly symptom: Symptom };

const UUID_BEGIN = /^[0-9a-f]{8}(?:-[0-9a-f-]{0,27})?$/i;
/** `x-amz-apigw-id`: sixteen characters of Base64. */
const EXTENDED = /^[\w+/-]{11,20}=$/;
const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/i;
const STATUS = /^([1-5])(\d\d|xx)$/i;
const TYPE = /^[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+$|^(?:THROTTLED|UNAUTHORIZED)$/;

/** `words` are the arguments. Returns `undefined` if they cannot be explained. */
export function parseQuestion(words: readonly string[]): Question | undefined {
  const [first = '', second] = words.map((word) => word.trim());
  if (METHOD.test(first) && second !== undefined) return call(first.toUpperCase(), second);
  const text = words.join(' ').trim();
  if (text === '') return undefined;
  if (/^https?:\/\/\S+$/.test(text)) return call('GET', text);
  if (/^\/\S*$/.test(text)) return call('GET', text);
  if (UUID_BEGIN.test(text) || EXTENDED.test(text)) return { about: 'request', id: text };
  const symptom = symptomOf(text);
  const id = requestIdIn(text);
  if (id !== undefined) return { about: 'request', id, within: symptom };
  return blocked(text) ?? { about: 'symptom', symptom };
}

/** Methods that change nothing, so that a request can be sent to the stage. */
export const isHarmless = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

function call(method: string, where: string): Question | undefined {
  if (where.startsWith('/')) return { about: 'call', method, path: where };
  try {
    const url = new URL(where);
    return { about: 'call', method, path: url.pathname + url.search, url: url.href };
  } catch {
    return undefined;
  }
}

/** Parses a browser's console message about a blocked request: its address and its origin. */
function blocked(text: string): Question | undefined {
  const [, url, origin] =
    /at '(https?:\/\/[^']+)' from origin '([^']+)' has been blocked by CORS policy/.exec(text) ?? [];
  const question = url === undefined ? undefined : call('GET', url);
  return question?.about === 'call' ? { ...question, origin: origin! } : undefined;
}

function symptomOf(text: string): Symptom {
  const [, digit, rest] = STATUS.exec(text) ?? [];
  if (digit !== undefined && rest !== undefined) {
    const hundred = Number(digit) * 100;
    const statuses = /xx/i.test(rest)
      ? Array.from({ length: 100 }, (_, index) => hundred + index)
      : [hundred + Number(rest)];
    return { text: '', statuses };
  }
  if (TYPE.test(text)) return { text: '', statuses: [], type: text };
  const type = codeIn(text);
  return { text, statuses: [], ...(type !== undefined && { type }) };
}

/** The request ID in a pasted response. */
function requestIdIn(text: string): string | undefined {
  return /"requestId"\s*:\s*"([0-9a-f]{8}-[0-9a-f-]{27})"/.exec(text)?.[1];
}
