/** Values of parameters and bodies as they are written into a request. Pure. */
import { isObject } from '../model/json.ts';
import type { PlannedBody } from './case.ts';
import type { TestedParameter } from './tested-operation.ts';

/** One text for each time that the parameter is written; `undefined` where it has no form. */
export function parameterTexts({ json, separator }: TestedParameter, value: unknown): string[] | undefined {
  if (json) return [JSON.stringify(value)];
  if (isObject(value)) return undefined;
  if (!Array.isArray(value)) return [String(value)];
  if (value.some((item) => typeof item === 'object' && item !== null)) return undefined;
  const texts = value.map(String);
  return separator === undefined ? texts : [texts.join(separator)];
}

/** Node refuses other characters in a header. */
export const fitsHeader = (text: string): boolean => /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);

/** Half of a surrogate pair has no form in UTF-8. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

/** A text as a value in an address: percent-encoded. */
export const urlValue = (text: string): string => encodeURIComponent(wellFormed(text));

/** Empty segments, and those that lead elsewhere, are another path. */
export const fitsPath = (text: string): boolean => text !== '' && text !== '.' && text !== '..';

export const isJsonType = (type: string): boolean => /^application\/([\w.-]+\+)?json\b/i.test(type);

/** `undefined` for a media type that takes more than a schema to write, such as an image. */
export function bodyOf(type: string, value: unknown): PlannedBody | undefined {
  if (isJsonType(type) || type === '*/*') {
    return { type: type === '*/*' ? 'application/json' : type, text: JSON.stringify(value), value };
  }
  if (/^application\/x-www-form-urlencoded\b/i.test(type) && isObject(value)) {
    const form = new URLSearchParams();
    for (const [name, field] of Object.entries(value)) {
      for (const each of Array.isArray(field) ? field : [field]) {
        form.append(name, typeof each === 'object' ? JSON.stringify(each) : String(each));
      }
    }
    return { type, text: form.toString() };
  }
  return typeof value === 'string' && /^(text\/|application\/xml)/i.test(type) ? { type, text: value } : undefined;
}
