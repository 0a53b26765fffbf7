/** The answers that the template items is made from. Types only. */
import type { Language } from '../template.ts';
import type { Field } from './fields.ts';

/** The answers to the questions of `apikit init`. */
export interface ItemsAnswers {
  /** The name of the app: `[a-z][a-z0-9-]*`. */
  name: string;
  region: string;
  /** The plural of the resource: `[a-z][a-z0-9-]*`. */
  resource: string;
  fields: Field[];
  /** Exact origins, or only `*`. */
  cors: string[];
  /** At least one stage. If there are several, the last one is protected. */
  stages: string[];
  language: Language;
}
