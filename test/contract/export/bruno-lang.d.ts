/** The functions of Bruno's parser that tests call. The package has no types. */
declare module '@usebruno/lang' {
  interface Pair {
    name: string;
    value: string;
    enabled: boolean;
  }

  interface Request {
    meta: { name: string; type: string; seq: number };
    http: { method: string; url: string; body: string; auth: string };
    headers?: Pair[];
    params?: Pair[];
    body?: { json?: string; text?: string };
    script?: { res?: string };
    docs?: string;
  }

  export function bruToJsonV2(text: string): Request;
  export function bruToEnvJsonV2(text: string): { variables: (Pair & { secret: boolean })[] };
  export function collectionBruToJson(text: string): { vars: { req: Pair[] } };
}
