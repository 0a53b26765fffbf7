import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../helpers/project.ts';
import { answerTo, REQUESTS, startNotes } from './notes-project.ts';

let project: Project;
const urls: Record<string, string> = {};

beforeAll(async () => {
  project = await startNotes('  rest: {}\n  hook: { api: url }\n');
  for (const stage of ['rest', 'hook']) {
    urls[stage] = (await project.json<{ url: string }>(['deploy', '--stage', stage, '--yes'])).url;
  }
});
afterAll(() => project?.close());

describe('a function URL', () => {
  it('answers every request as a REST API does', async () => {
    const answers = async (base: string) => await Promise.all(REQUESTS.map((sent) => answerTo(base, sent)));
    const expected = await answers(urls.rest!);
    expect(await answers(urls.hook!)).toEqual(expected);
    expect(expected).toContainEqual(expect.objectContaining({ line: 'GET /notes/7', status: 200 }));
  });
});
