/** Turns the findings of the schema validator into messages and corrections. Pure, except for loading the validator. */
import type { ErrorObject } from 'ajv';
import { withoutAlternatives } from './one-of.ts';
import { originFault } from './origin.ts';
import type { Path, Problem } from './problem.ts';
import type { Schema } from './schema-node.ts';
import { HIDDEN, isBelowSecrets, isHidden } from './secret-like.ts';
import type { Source } from './source.ts';
import { suggest } from './suggest.ts';
import { unsupportedSetting } from './unsupported-settings.ts';

export interface Finding {
  /** The place to leave out so that the rest can still be checked. A missing member has none. */
  readonly path?: Path;
  readonly problem: Problem;
}

/** Returns every violation of the schema in `source.data`. */
export async function schemaFindings(source: Source): Promise<Finding[]> {
  // The validator is loaded on demand, because many commands never need it.
  const { validate } = await import('./config-validator.ts');
  if (validate(source.data)) return [];
  return (
    withoutAlternatives(validate.errors ?? [])
      // The error about the name itself is enough; this one only repeats it.
      .filter((error) =>
        error.keyword !== 'propertyNames' && error.propertyName === undefined ? true : isNamePattern(error),
      )
      .map((error) => explain(error, source))
  );
}

function isNamePattern(error: ErrorObject): boolean {
  return error.keyword === 'pattern' && error.propertyName !== undefined;
}

function explain(error: ErrorObject, source: Source): Finding {
  const path = pathOf(error.instancePath, source.data);
  const name = path.length === 0 ? source.file : dotted(path);
  const schema = error.parentSchema as Schema;
  const value = () => shownAt(source, path, error.data);
  const at = (where: Path, message: string, fix: string, key = false): Finding => ({
    path: where,
    problem: source.problem(where, message, fix, { key }),
  });

  if (error.propertyName !== undefined) {
    const where = [...path, error.propertyName];
    return at(where, `${dotted(where)} is not a valid name.`, nameFix(path), true);
  }
  if (isBelowSecrets(path) && error.keyword !== 'additionalProperties') {
    const [what, fix] =
      path.at(-1) === 'kmsKey' ? ['the ARN of a KMS key', KEY_FIX] : ['a reference to a secret', SECRET_FIX];
    return at(path, `${name} is not ${what}. Its value is not shown here.`, fix);
  }
  switch (error.keyword) {
    case 'additionalProperties': {
      const unknown = String(error.params.additionalProperty);
      const known = Object.keys((schema.properties as object | undefined) ?? {});
      const near = suggest(unknown, known);
      const where = [...path, unknown];
      const unsupported = unsupportedSetting(where);
      if (unsupported) return at(where, `${dotted(where)}: ${unsupported.what}`, unsupported.fix, true);
      const fix = near ? `Did you mean ${near}?` : `Known here: ${known.join(', ')}.`;
      return at(where, `${dotted(where)} is not a known setting.`, fix, true);
    }
    case 'required':
      return {
        problem: source.problem(
          path,
          `${dotted([...path, String(error.params.missingProperty)])} is missing.`,
          requiredFix(error),
        ),
      };
    case 'type':
      return at(
        path,
        `${name} is ${described(error.data, value())}, but must be ${wanted(schema.type)}.`,
        typeFix(error, schema, value()),
      );
    case 'enum':
      return at(
        path,
        `${name} is ${value()}.`,
        `Use one of: ${[...new Set((schema.enum as unknown[]).map(String))].join(', ')}.`,
      );
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return at(path, `${name} is ${value()}.`, rangeFix(schema));
    case 'maxItems':
    case 'maxProperties':
      return at(
        path,
        `${name} has ${Object.keys(error.data as object).length} entries.`,
        `It can have at most ${error.params.limit}.`,
      );
    case 'uniqueItems':
      return at(path, `${name} has the same entry twice.`, 'Remove one.');
    default: {
      const isOrigin = path.at(-3) === 'cors' && path.at(-2) === 'origins' && !isHidden(path, error.data);
      const origin = isOrigin && originFault(String(error.data));
      if (origin) return at(path, origin.message, origin.fix);
      return at(path, `${name} is ${value()}, which is not valid.`, String(schema.description ?? patternFix(path)));
    }
  }
}

/** Turns a JSON pointer into keys and indexes. Only a list in the data has indexes. */
function pathOf(instancePath: string, data: unknown): Path {
  let value = data;
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(value) ? Number(key) : key;
      value = (value as Record<string | number, unknown> | undefined)?.[step];
      return step;
    });
}

/** For example `stages.prod.cors.origins[0]`. */
export function dotted(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${part}`)).join('');
}

/**
 * Shows a value as it is written, because `1.10` and `1.1` are the same number. A value that may be a secret is hidden.
 */
function shownAt(source: Source, path: Path, value: unknown): string {
  if (isHidden(path, value)) return HIDDEN;
  if (typeof value === 'string') return `"${value}"`;
  return source.written(path) ?? JSON.stringify(value) ?? 'empty';
}

function described(value: unknown, shown: string): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object'
    ? 'a section'
    : `${typeof value === 'string' ? 'the string' : `the ${typeof value}`} ${shown}`;
}

const WORDS: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a section with its own keys',
  array: 'a list',
};

function wanted(type: unknown): string {
  return [type]
    .flat()
    .filter((each) => each !== 'null')
    .map((each) => WORDS[String(each)] ?? String(each))
    .join(' or ');
}

function typeFix(error: ErrorObject, schema: Schema, shown: string): string {
  if (schema.type === 'string' && ['number', 'boolean'].includes(typeof error.data)) {
    return shown === HIDDEN ? 'Put it in quotes.' : `Put it in quotes: "${shown}".`;
  }
  if (schema.type === 'array' && typeof error.data === 'string') return `Write it as a list: [${shown.slice(1, -1)}].`;
  if (['integer', 'number'].includes(String(schema.type)) && typeof error.data === 'string')
    return 'Write the number without quotes.';
  if (schema.type === 'boolean') return 'Write true or false.';
  if ([schema.type].flat().includes('object')) return 'Write its settings below it, indented.';
  return String(schema.description ?? `Write ${wanted(schema.type)} here.`);
}

const KEY_FIX = 'Write it as arn:aws:kms:<region>:<account>:key/<id>.';
const SECRET_FIX =
  'Write the place of the secret: ssm:/path or secretsmanager:name, or a section with from and kmsKey. If you typed the secret itself, put it there with `aws ssm put-parameter --type SecureString`, and remove it from this file and its history.';

function rangeFix(schema: Schema): string {
  const least = schema.minimum ?? schema.exclusiveMinimum;
  const word = schema.exclusiveMinimum === undefined ? 'from' : 'above';
  return `Use a number ${word} ${least}${schema.maximum === undefined ? '' : ` to ${schema.maximum}`}.`;
}

function requiredFix(error: ErrorObject): string {
  const missing = String(error.params.missingProperty);
  return missing === 'name' ? 'Add name: with the name of the app, e.g. name: items-api.' : `Add ${missing}:.`;
}

function nameFix(path: Path): string {
  switch (path.at(-1)) {
    case 'loaders':
      return 'Use a file extension with its dot, e.g. .svg.';
    case 'environment':
      return 'AWS allows letters, digits and _, at least two characters, beginning with a letter.';
    case 'secrets':
      return 'Use capital letters, digits and _, at most 64 of them, beginning with a letter.';
    case 'stages':
      return 'AWS allows letters, digits, _ and -, at most 128 of them; a name with one * is a pattern.';
    case 'variables':
      return 'AWS allows letters, digits and _, at most 64 of them.';
    case 'indexes':
      return 'AWS allows letters, digits, _, . and -, from 3 to 255 of them.';
    case 'buckets':
      return 'Begin with a small letter, followed by small letters, digits and -.';
    case 'userPools':
      return 'Begin with a letter, followed by letters, digits and -.';
    case 'scopes':
      return 'AWS allows printable characters of ASCII except blanks, " and \\, at most 256 of them.';
    case 'conditions':
      return 'Use an operator of conditions in IAM, e.g. StringEquals.';
    default:
      return 'Begin with a letter, followed by letters, digits, _ and -.';
  }
}

function patternFix(path: Path): string {
  if (path.includes('origins'))
    return 'Use scheme and host without a path or trailing slash, e.g. https://app.example.com.';
  if (path.includes('notify'))
    return `Use an e-mail address, ${path.includes('alarms') ? 'chat, ' : ''}or the ARN of an SNS topic.`;
  if (path.some((part) => String(part).endsWith('Headers'))) return 'Use the name of a header.';
  if (path.includes('bundle')) return 'Use the name of a package, e.g. sharp or @scope/name.';
  return 'Use another value.';
}
