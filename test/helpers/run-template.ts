/** Runs a mapping template of an integration in the engine of the embedded gateway. */
import { inputObject } from '../../src/local/gateway/mapping-context/input-object.ts';
import { UTIL } from '../../src/local/gateway/mapping-context/util-object.ts';
import { render } from '../../src/local/gateway/velocity/render.ts';
import { map, type Value } from '../../src/local/gateway/velocity/values.ts';
import { parseTemplate } from '../../src/velocity/parse-template.ts';

/** Returns the output, and the status that the template sets. */
export function runTemplate(
  template: string,
  body: string,
  header: Record<string, string> = {},
): [output: string, status: Value] {
  const override = map([['header', map()]]);
  const context = map([
    ['requestId', 'r-1'],
    ['responseOverride', override],
  ]);
  const variables = new Map<string, Value>([
    ['input', inputObject(body, () => ({ path: {}, querystring: {}, header }))],
    ['context', context],
    ['util', UTIL],
  ]);
  return [render(parseTemplate(template), variables), override.entries.get('status') ?? null];
}
