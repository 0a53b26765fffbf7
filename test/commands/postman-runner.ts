/** Runs a collection as newman does, as far as `apikit export postman` needs it: variables, requests, test scripts. */

interface Pair {
  key: string;
  value: string;
  disabled?: boolean;
}

interface Item {
  name: string;
  event?: { listen: string; script: { exec: string[] } }[];
  request: { method: string; header: Pair[]; url: { raw: string }; body?: { raw: string } };
}

export interface RunResult {
  name: string;
  method: string;
  status: number;
  /** The names of the failed tests. */
  failures: string[];
}

export async function runCollection(
  { item, variable }: { item: Item[]; variable: Pair[] },
  given: Record<string, string>,
): Promise<RunResult[]> {
  const variables = new Map([...variable.map(({ key, value }) => [key, value] as const), ...Object.entries(given)]);
  const filled = (text: string) =>
    text.replace(/\{\{(.+?)\}\}/g, (whole, name: string) => variables.get(name) ?? whole);
  const results: RunResult[] = [];
  for (const { name, event = [], request } of item) {
    const { method, header, url, body } = request;
    const headers = header
      .filter(({ disabled }) => !disabled)
      .map(({ key, value }) => [key, filled(value)] as [string, string]);
    const answer = await fetch(filled(url.raw), { method, headers, ...(body && { body: filled(body.raw) }) });
    const text = await answer.text();
    const failures: string[] = [];
    const pm = pmOf(answer.status, text, variables, failures);
    for (const { script } of event) runScript(script.exec.join('\n'), pm);
    results.push({ name, method, status: answer.status, failures });
  }
  return results;
}

function pmOf(code: number, text: string, variables: Map<string, string>, failures: string[]) {
  return {
    response: { code, json: () => JSON.parse(text) as unknown },
    collectionVariables: { set: (name: string, value: string) => void variables.set(name, value) },
    test(name: string, check: () => void) {
      try {
        check();
      } catch {
        failures.push(name);
      }
    },
    expect: (value: unknown) => ({
      to: {
        be: {
          oneOf(list: unknown[]) {
            if (!list.includes(value)) throw new Error(`${value} is none of ${list}`);
          },
        },
      },
    }),
  };
}

function runScript(code: string, pm: object): void {
  new Function('pm', code)(pm);
}
