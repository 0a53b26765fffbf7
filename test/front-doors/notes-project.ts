/** A project that all front doors can serve, because it has no API keys, and requests that all must answer alike. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Project, startSmallProject } from '../helpers/project.ts';

const CONTRACT = `openapi: 3.0.3
info: { title: notes, version: 1.0.0 }
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - { name: owner, in: query, required: true, schema: { type: string } }
        - { name: tag, in: query, schema: { type: array, items: { type: string } } }
      responses: { "200": { description: All } }
    post:
      operationId: addNote
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [text]
              properties: { text: { type: string, minLength: 1 } }
      responses: { "201": { description: Added } }
  /notes/{id}:
    get:
      operationId: getNote
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: One } }
  /notes/latest:
    get:
      operationId: latestNote
      responses: { "200": { description: The latest } }
  /files/{path+}:
    get:
      operationId: getFile
      parameters: [{ name: path, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: A file } }
`;

const OPERATIONS = {
  listNotes: '({ query }) => ({ status: 200, body: query })',
  addNote: "({ body, caller }) => ({ status: 201, headers: { location: '/notes/1' }, body: { body, caller } })",
  getNote:
    '({ path, event }) => ({ status: 200, body: { path, resource: event.resource, at: decodeURIComponent(event.path) } })',
  latestNote: "() => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'latest' })",
  getFile: '({ path }) => ({ status: 200, body: path })',
};

export const ORIGIN = 'https://app.example';

/** The text of an operation's function. */
const functionOf = (id: string, run: string): string => `export const ${id} = async ${run};\n`;

/** Starts a project with these stages in apikit.yaml. */
export async function startNotes(stages: string, callerPolicies?: readonly string[]): Promise<Project> {
  const project = await startSmallProject([], callerPolicies && { callerPolicies });
  project.edit('openapi.yaml', () => CONTRACT);
  project.edit('apikit.yaml', (text) =>
    text
      .replace(/usagePlans:\n.*\n/, '')
      .replace('origins: []', `origins: [${ORIGIN}]`)
      .replace(/^stages:[\s\S]*/m, `stages:\n${stages}`),
  );
  for (const id of ['getHealth', 'sayHello']) rmSync(join(project.dir, `src/operations/${id}.ts`));
  for (const [id, run] of Object.entries(OPERATIONS))
    writeFileSync(join(project.dir, `src/operations/${id}.ts`), functionOf(id, run));
  return project;
}

type Sent = readonly [line: string, init?: { headers?: Record<string, string>; body?: string }];

const JSON_BODY = { 'content-type': 'application/json' };

export const REQUESTS: readonly Sent[] = [
  ['GET /notes?owner=me&tag=a&tag=b%20c'],
  ['GET /notes'],
  ['GET /notes?owner='],
  ['POST /notes', { headers: JSON_BODY, body: '{"text":"x"}' }],
  ['POST /notes', { headers: JSON_BODY, body: '{"text":""}' }],
  ['POST /notes', { headers: JSON_BODY, body: '{"text":' }],
  ['POST /notes', { headers: JSON_BODY }],
  ['POST /notes', { headers: { 'content-type': 'text/plain' }, body: 'x' }],
  ['GET /notes/7'],
  ['GET /notes/a%20b%2Fc'],
  ['GET /notes/latest'],
  ['GET /files/a/b%20c/d'],
  ['GET /nothing'],
  ['DELETE /notes'],
  ['GET /'],
  ['GET /notes?owner=me', { headers: { origin: ORIGIN } }],
  ['GET /nothing', { headers: { origin: ORIGIN } }],
  ['OPTIONS /notes', { headers: { origin: ORIGIN, 'access-control-request-method': 'POST' } }],
  ['OPTIONS /nothing', { headers: { origin: ORIGIN, 'access-control-request-method': 'POST' } }],
];

/** The headers that all front doors must send alike. */
const COMPARED = [
  'content-type',
  'location',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-max-age',
  'access-control-expose-headers',
  'vary',
];

export interface Answer {
  readonly line: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The code of an error, or the text of any other response. */
  readonly said: string;
}

/** Returns the parts of a response that all front doors must have in common. The texts and IDs of errors differ. */
export async function answerTo(base: string, [line, init]: Sent): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ');
  const response = await fetch(base + path, { method, ...init });
  const text = await response.text();
  const headers = COMPARED.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const said = text.startsWith('{"code"') ? (JSON.parse(text) as { code: string }).code : text;
  return { line, status: response.status, headers: Object.fromEntries(headers), said };
}
