/** Writes values of parameters and bodies into a request. Pure. */
import { isObject } from '../model/json.ts';
import { isJson } from '../model/media-types.ts';
import type { Parameter } from '../model/parameters.ts';
import type { PlannedBody } from './case.ts';

/** Returns one string for each occurrence of the parameter, or `undefined` if the value cannot be written. */
export function parameterTexts({ json, separator }: Parameter, value: unknown): string[] | undefined {
  if (json) return [JSON.stringify(value)];
  if (isObject(value)) return undefined;
  if (!Array.isArray(value)) return [String(value)];
  if (value.some((item) => typeof item === 'object' && item !== null)) return undefined;
  const texts = value.map(String);
  return separator === undefined ? texts : [texts.join(separator)];
}

/** Node rejects other characters in a header. */
export const fitsHeader = (text: string): boolean => /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);

/** Half a surrogate pair cannot be encoded in UTF-8. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

/** Percent-encodes a string for a value in an address. */
export const urlValue = (text: string): string => encodeURIComponent(wellFormed(text));

/** Empty segments, `.` and `..` would change the path. */
export const fitsPath = (text: string): boolean => text !== '' && text !== '.' && text !== '..';

/** Returns `undefined` for a media type that needs more than a schema, such as an image. */
export function bodyOf(type: string, value: unknown): PlannedBody | undefined {
  if (isJson(type) || type === '*/*') {
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
