/**
 * The filters of ListSecrets (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html): all
 * filters must match, and of each filter one of its values.
 */
import { invalidParameter, type Secret } from './model.ts';

export interface Filter {
  readonly Key?: keyof typeof FILTERS;
  readonly Values?: readonly string[];
}

type Test = (secret: Secret, value: string) => boolean;

/** Throws InvalidParameterException. */
export function secretFilter(filters: readonly Filter[]): (secret: Secret) => boolean {
  const tests = filters.map(({ Key, Values }) => {
    if (Key === undefined) throw invalidParameter('Invalid filter key');
    if (!Values) throw invalidParameter(`Invalid filter values for key: ${Key}`);
    const fits: Test = FILTERS[Key];
    return (secret: Secret) => Values.some((value) => fits(secret, value));
  });
  return (secret) => tests.every((fits) => fits(secret));
}

/** A value that begins with `!` matches secrets that do not have it. */
const unless =
  (fits: Test): Test =>
  (secret, value) =>
    value.startsWith('!') ? !fits(secret, value.slice(1)) : fits(secret, value);

/** No secret here is a replica or belongs to an AWS service. */
const never: Test = () => false;

const FILTERS = {
  all: unless(({ name, description = '', tags }, value) =>
    [name, description, ...tags.flatMap(({ Key, Value }) => [Key, Value])].some((text) => hasWords(text, value)),
  ),
  name: unless(({ name }, value) => name.startsWith(value)),
  'tag-key': unless(({ tags }, value) => tags.some(({ Key }) => Key.startsWith(value))),
  // The page calls it a prefix match, but moto's test_list_secrets.py, which was run on AWS, finds it by words.
  description: unless(({ description = '' }, value) => hasWords(description, value)),
  'tag-value': unless(({ tags }, value) => tags.some(({ Value }) => Value.startsWith(value))),
  'primary-region': unless(never),
  'owning-service': unless(never),
} satisfies Record<string, Test>;

/** Every word of the value must be the prefix of a word of the text, in any case. */
function hasWords(text: string, value: string): boolean {
  const wanted = wordsOf(value);
  const present = wordsOf(text);
  return wanted.length > 0 && wanted.every((word) => present.some((one) => one.startsWith(word)));
}

/**
 * `prod/AppBeta` is prod, app and beta, and `COMPANYthings` is compan and ythings. A text with two kinds of signs is
 * one word. moto's tests `test_with_all_filter` and `test_with_all_filter_special_characters` found this on AWS.
 */
function wordsOf(text: string): string[] {
  const signs = new Set(text.match(/[/\-_+=.@]/g));
  const parts = signs.size > 1 ? [text] : text.split(/[/\-_+=.@]/).flatMap((part) => part.split(/([^a-z][a-z]+)/));
  return parts.map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
}
