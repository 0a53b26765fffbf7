import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../helpers/project.ts';
import { type Answer, answerTo, ORIGIN, REQUESTS, startNotes } from './notes-project.ts';

let project: Project;
const answers: Record<string, Answer[]> = {};

beforeAll(async () => {
  project = await startNotes('  rest: {}\n  cheap: { api: http }\n  hook: { api: url }\n');
  for (const stage of ['rest', 'cheap', 'hook']) {
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', stage, '--yes']);
    answers[stage] = await Promise.all(REQUESTS.map((sent) => answerTo(url, sent)));
  }
});
afterAll(() => project?.close());

/** An HTTP API sends CORS headers of its own: only to pages that are allowed, with the methods of all operations. */
function withoutCors({ headers, ...answer }: Answer): Answer {
  const kept = Object.entries(headers).filter(([name]) => !/^access-control-|^vary$/.test(name));
  return { ...answer, headers: Object.fromEntries(kept) };
}

const isPreflight = ({ line }: Answer) => line.startsWith('OPTIONS');

describe('every front door', () => {
  it('answers each request as a REST API does: a function URL', () => {
    expect(answers.hook).toEqual(answers.rest);
    expect(answers.rest).toContainEqual(expect.objectContaining({ line: 'GET /notes/7', status: 200 }));
  });

  it('answers each request as a REST API does: an HTTP API, except for its CORS headers', () => {
    const plain = (of: Answer[]) => of.filter((answer) => !isPreflight(answer)).map(withoutCors);
    expect(plain(answers.cheap!)).toEqual(plain(answers.rest!));
    for (const { headers } of answers.cheap!.filter(isPreflight)) {
      expect(headers).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-methods': expect.stringContaining('POST'),
        'access-control-max-age': '600',
      });
    }
  });
});
