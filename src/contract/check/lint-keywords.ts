/**
 * Checks schema keywords for impossible values, which API Gateway rejects with "Invalid model schema specified". Pure.
 */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import {
  DRAFT_04_FORMATS,
  HANDLER_FORMATS,
  HANDLER_ONLY,
  INFORMATIVE,
  isKnown,
  MACHINE_FORMATS,
  PLAIN,
  TRANSLATED,
  UNSURE,
} from '../compile/schema-keywords.ts';
import { isObject, type Json } from '../model/json.ts';
import { backtracksExponentially } from '../patterns/exponential-backtracking.ts';
import { insteadOfForeignSyntax } from '../patterns/foreign-syntax.ts';
import type { ReportFinding } from '../rules/report.ts';

interface Form {
  readonly is: (value: unknown) => boolean;
  readonly what: string;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const COUNT: Form = {
  is: (value) => isNumber(value) && Number.isInteger(value) && value >= 0,
  what: 'a whole number, 0 or more',
};
const NUMBER: Form = { is: isNumber, what: 'a number' };
const EXCLUSIVE: Form = { is: (value) => isNumber(value) || typeof value === 'boolean', what: 'a number, or true' };
const FLAG: Form = { is: (value) => typeof value === 'boolean', what: 'true or false' };
const TEXT: Form = { is: (value) => typeof value === 'string', what: 'a text' };
const SCHEMAS: Form = { is: (value) => Array.isArray(value) && value.length > 0, what: 'a list of schemas' };
const BY_NAME: Form = { is: isObject, what: 'a map of names and schemas' };

const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');

const FORMS: Record<string, Form> = {
  multipleOf: { is: (value) => isNumber(value) && value > 0, what: 'a number above 0' },
  minimum: NUMBER,
  maximum: NUMBER,
  exclusiveMinimum: EXCLUSIVE,
  exclusiveMaximum: EXCLUSIVE,
  minLength: COUNT,
  maxLength: COUNT,
  minItems: COUNT,
  maxItems: COUNT,
  minProperties: COUNT,
  maxProperties: COUNT,
  minContains: COUNT,
  maxContains: COUNT,
  uniqueItems: FLAG,
  nullable: FLAG,
  readOnly: FLAG,
  writeOnly: FLAG,
  title: TEXT,
  description: TEXT,
  format: TEXT,
  pattern: TEXT,
  allOf: SCHEMAS,
  anyOf: SCHEMAS,
  oneOf: SCHEMAS,
  prefixItems: SCHEMAS,
  properties: BY_NAME,
  patternProperties: BY_NAME,
  dependentSchemas: BY_NAME,
  dependentRequired: {
    is: (value) => isObject(value) && Object.values(value).every(isTextList),
    what: 'a map of lists of names',
  },
};

const KEYWORDS = [PLAIN, UNSURE, INFORMATIVE, HANDLER_ONLY, TRANSLATED].flatMap((set) => [...set]);

export function lintKeywords(schema: Json, path: Path, report: ReportFinding): void {
  for (const [keyword, value] of Object.entries(schema)) {
    const where = [...path, keyword];
    const form = FORMS[keyword];
    if (form && Object.hasOwn(FORMS, keyword) && !form.is(value)) {
      report('schema-shape', where, `${keyword} is not ${form.what}.`, { fix: 'Correct the value.' });
    } else if (!isKnown(keyword) && !keyword.startsWith('x-')) {
      const near = suggest(keyword, KEYWORDS);
      report('schema-unknown', where, `${keyword} is not a keyword of a schema.`, {
        key: true,
        ...(near && { fix: `Did you mean ${near}?` }),
      });
    } else if (keyword === 'pattern') {
      lintPattern(String(value), where, report);
    } else if (keyword === 'format' && !isChecked(String(value))) {
      report('format-unchecked', where, `No validator checks format: ${String(value)}.`, { key: true });
    }
  }
  for (const pattern of isObject(schema.patternProperties) ? Object.keys(schema.patternProperties) : []) {
    lintPattern(pattern, [...path, 'patternProperties', pattern], report);
  }
}

function isChecked(format: string): boolean {
  return [DRAFT_04_FORMATS, HANDLER_FORMATS, MACHINE_FORMATS].some((formats) => formats.has(format));
}

/** Compiles a pattern with the same flag as ajv does in API Gateway's emulation and in handlers. */
function lintPattern(pattern: string, path: Path, report: ReportFinding): void {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    const { message } = error as Error;
    const instead = insteadOfForeignSyntax(pattern, message);
    const text = `This is not a valid regular expression: ${message}.`;
    report('schema-pattern', path, text, instead === undefined ? {} : { fix: instead });
    return;
  }
  if (backtracksExponentially(pattern, 'u')) {
    report(
      'pattern-explodes',
      path,
      `${pattern} can be matched in so many ways that some short texts keep the function busy until its timeout.`,
    );
  }
}
