/** The simulated request of TestInvokeMethod and TestInvokeAuthorizer. */
import type { TestRequest } from '../../../cloud/cloud.ts';
import { type Members, nonEmpty, requiredText, structure, text, textMap, texts } from '../members.ts';

export function requestIn(input: Members): TestRequest {
  const path = nonEmpty(text(input, 'pathWithQueryString'));
  return {
    apiId: requiredText(input, 'restApiId'),
    headers: headersOf(input),
    ...(path !== undefined && { path }),
    body: text(input, 'body') ?? '',
    stageVariables: textMap(input, 'stageVariables') ?? {},
  };
}

/** If a header is in both maps, its multiple values count. */
function headersOf(input: Members): string[] {
  const several = structure(input, 'multiValueHeaders') ?? {};
  const single = Object.entries(textMap(input, 'headers') ?? {}).filter(([name]) => !Object.hasOwn(several, name));
  return [
    ...single.flat(),
    ...Object.keys(several).flatMap((name) => (texts(several, name) ?? []).flatMap((value) => [name, value])),
  ];
}
