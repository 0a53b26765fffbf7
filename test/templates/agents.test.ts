/** The `AGENTS.md` of new projects: its commands work, in each language. */
import { afterAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

describe.each([
  ['hello', 'typescript'],
  ['items', 'python'],
] as const)('the AGENTS.md of the template %s in %s', (template, language) => {
  const started = startProject(['--template', template, '--language', language]);
  let project: Project;
  afterAll(async () => await (await started).close());

  it('has commands that succeed on the new project', async () => {
    project = await started;
    const text = project.read('AGENTS.md');
    expect(text).not.toMatch(/__[A-Za-z]/);
    const [, block = ''] = /^```sh\n([\s\S]*?)^```/m.exec(text) ?? [];
    const commands = block.split('\n').filter((line) => line.startsWith('apikit '));
    expect(commands).toHaveLength(4);
    for (const command of commands) {
      const { code, stderr } = await project.apikit(command.split(' ').slice(1));
      expect({ command, code, stderr: code === 0 ? '' : stderr }).toEqual({ command, code: 0, stderr: '' });
    }
  });

  it('names folders of the project, and the command of its own tests', async () => {
    project = await started;
    const text = project.read('AGENTS.md');
    expect(text).toContain(language === 'python' ? 'python3 -m unittest' : 'npm test');
    expect(project.read('apikit.yaml')).toContain('openapi.yaml');
  });
});
