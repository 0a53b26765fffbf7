/** A response of an HTTP API, before the gateway adds its own headers. */
import { validateHeaderName, validateHeaderValue } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | string;
}

/** Whether a response can have the header. */
export function isSendable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
