/**
 * Checks `tags` of a resolved stage. The same tags go on resources of ten services, so a tag is valid only if all of
 * them accept it. The patterns and lengths come from botocore's models; docs/aws/tags.md lists them. Pure.
 */
import { mostOwnTags } from '../naming/tags.ts';
import type { StageConfig } from './config.ts';
import type { ReportProblem } from './stage-report.ts';

/**
 * SSM, CloudWatch Logs and IAM have this pattern in their models; the other services describe the same characters in
 * their documentation.
 */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const ALLOWED = 'Use letters, digits, spaces and _ . : / = + - @ only.';
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
/** AWS allows fifty tags on a resource, including apikit's own. */
const MOST_TAGS = 50;

export function checkTags({ tags, preview }: StageConfig, report: ReportProblem): void {
  const lowerCase = new Map<string, string>();
  for (const [key, value] of Object.entries(tags)) {
    checkTag(key, value, report);
    const twin = lowerCase.get(key.toLowerCase());
    if (twin !== undefined) {
      const message = `tags.${key} and tags.${twin} differ only in upper and lower case, but IAM treats them as the same key.`;
      report(['tags', key], message, 'Keep one of the two.');
    }
    lowerCase.set(key.toLowerCase(), key);
  }
  const count = Object.keys(tags).length;
  const ours = mostOwnTags(preview !== undefined);
  if (count + ours > MOST_TAGS) {
    const message = `The stage has ${count} tags; AWS allows ${MOST_TAGS} on a resource, and apikit adds up to ${ours}, such as apikit:app and apikit:stage.`;
    report(['tags'], message, `Keep ${MOST_TAGS - ours}.`);
  }
}

function checkTag(key: string, value: string, report: ReportProblem): void {
  const path = ['tags', key];
  const name = `tags.${key}`;
  if (/^(aws|apikit):/i.test(key)) {
    report(
      path,
      `${name} begins with a prefix that belongs to ${key.split(':')[0]?.toLowerCase()}.`,
      'Use another name.',
    );
  }
  if (key === '') report(path, 'A tag has an empty key.', 'Give it a name.');
  const wrongInKey = disallowedCharacters(key);
  if (wrongInKey !== '') report(path, `${name} has ${wrongInKey} in its key, which AWS rejects.`, ALLOWED);
  if (key.length > LONGEST_KEY) {
    report(path, `${name} has a key of ${key.length} characters; AWS allows ${LONGEST_KEY}.`, 'Shorten it.');
  }
  if (/^aws:/i.test(value))
    report(path, `${name} has a value that begins with aws:, which AWS reserves.`, 'Use another value.');
  const wrongInValue = disallowedCharacters(value);
  if (wrongInValue !== '') report(path, `${name} has ${wrongInValue} in its value, which AWS rejects.`, ALLOWED);
  if (value.length > LONGEST_VALUE) {
    report(path, `${name} is ${value.length} characters; AWS allows ${LONGEST_VALUE}.`, 'Shorten it.');
  }
}

/** Returns the characters that are not allowed, each once and readable in a terminal. */
function disallowedCharacters(text: string): string {
  return [...new Set([...text].filter((character) => !TAG_TEXT.test(character)))]
    .map((character) => (/[\p{C}]/u.test(character) ? JSON.stringify(character) : character))
    .join(' ');
}
