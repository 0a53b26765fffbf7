/**
 * Hides credentials in what the console shows of a request. People share their screen, and take pictures of it.
 * Credentials are found by the names of headers, parameters and members. What a header or a parameter of the request
 * holds is then hidden wherever it appears, for example in a log line.
 */
import type { AwsCall, Content, FunctionCall, RequestChain } from '../logs/request-chain.ts';
import { HIDDEN } from './hidden-mark.ts';
import { hiddenText } from './hidden-text.ts';
import { isSecretName, isSecretParameter } from './secret-names.ts';

/** Services whose inputs and outputs are secrets. */
const SECRET_SERVICES = new Set(['cognito', 'cognito-idp', 'kms', 'secretsmanager', 'ssm', 'sts']);

type Headers = RequestChain['sent']['headers'];

/** Hides credentials in any text that belongs to the request. */
export type Hide = (text: string) => string;

export function hiderOf({ sent, answer }: RequestChain): Hide {
  const values = secretValues([...sent.headers, ...answer.headers], sent.url);
  // A request with so many has nothing else to show, and each is searched in each text.
  if (values.length > MOST_VALUES) return () => HIDDEN;
  return (text) => values.reduce((left, value) => left.replaceAll(value, HIDDEN), hiddenText(text));
}

export function hideCredentials({ sent, functions, aws, answer, ...rest }: RequestChain, hide: Hide): RequestChain {
  const content = (of: Content): Content => (of.base64 ? { text: BYTES } : { ...of, text: hide(of.text) });
  const headers = (of: Headers): Headers =>
    of.map(([name, value]) => [name, isSecretName(name) ? HIDDEN : hide(value)]);
  const functionCall = ({ event, answer, ...call }: FunctionCall): FunctionCall => ({
    ...call,
    event: content(event),
    ...(answer && { answer: content(answer) }),
  });
  const awsCall = ({ input, output, ...call }: AwsCall): AwsCall => {
    const shown = SECRET_SERVICES.has(call.service) ? () => ({ text: HIDDEN }) : content;
    return { ...call, input: shown(input), ...(output && { output: shown(output) }) };
  };
  return {
    ...rest,
    sent: { ...sent, url: hide(sent.url), headers: headers(sent.headers), body: content(sent.body) },
    functions: functions.map(functionCall),
    aws: aws.map(awsCall),
    answer: { ...answer, headers: headers(answer.headers), body: content(answer.body) },
  };
}

/** Nobody can say what is in them. */
const BYTES = '(bytes, not shown)';

const MOST_VALUES = 100;

/** A shorter value is in many words. */
const LEAST_LENGTH = 6;

/** The longest first, because one can be a part of another. */
function secretValues(headers: Headers, url: string): string[] {
  const ofHeaders = headers.filter(([name]) => isSecretName(name)).flatMap(([name, value]) => valuesOf(name, value));
  const parameters = [...new URLSearchParams(url.slice(`${url}?`.indexOf('?')))];
  const ofQuery = parameters.filter(([name]) => isSecretParameter(name)).map(([, value]) => value);
  const values = [...ofHeaders, ...ofQuery].map((value) => value.trim()).filter(({ length }) => length >= LEAST_LENGTH);
  const written = values.flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]);
  return [...new Set(written)].sort((one, other) => other.length - one.length);
}

/** The whole value, and its parts that a function can pass on alone. */
function valuesOf(name: string, value: string): string[] {
  const pairs = /^set-cookie$/i.test(name) ? value.split(';', 1) : /^cookie$/i.test(name) ? value.split(';') : [];
  const [, scheme = '', credentials = ''] = /^(\w+) +(.+)$/.exec(value) ?? [];
  const [, password = ''] = /^basic$/i.test(scheme)
    ? (/:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString('utf8')) ?? [])
    : [];
  return [value, credentials, password, ...pairs.map((pair) => pair.slice(pair.indexOf('=') + 1))];
}
